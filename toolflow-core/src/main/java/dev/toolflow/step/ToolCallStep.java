package dev.toolflow.step;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.audit.PassCriterion;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.tool.ImageDetail;
import dev.toolflow.tool.ImageTransfer;
import dev.toolflow.tool.Streaming;
import dev.toolflow.tool.ToolCallRequest.Options;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One use of a {@link StepDefinition} in a flow: its id, model, audits, retries. Immutable and thread-safe; every method
 * that sets something returns a copy.
 *
 * <pre>{@code ToolCallStep.of(PALETTE).as("palette").maxRetries(2).audit(distinctColours())}</pre>
 *
 * @param <I> what the step is given
 * @param <O> what the step makes
 */
public final class ToolCallStep<I, O> extends StepUse<I, O> {

    private ToolCallStep(StepDefinition<I, O> definition, StepDraft<I, O> settings) {
        super(definition, settings);
    }

    /** A use of the definition with defaults: the definition's name as id, 3 retries, no audits. */
    public static <I, O> ToolCallStep<I, O> of(StepDefinition<I, O> definition) {
        return new ToolCallStep<>(definition, new StepDraft<>(definition));
    }

    /** Gives the step an id of its own, needed where a definition is used twice. Not {@code / [ ] # ~}. */
    public ToolCallStep<I, O> as(String id) {
        return with(draft -> draft.id = StepName.id(id));
    }

    /** Calls this model instead of the engine's default. */
    public ToolCallStep<I, O> model(String model) {
        return calling("model", calling -> calling.model(model));
    }

    /**
     * Asks these models, in this order, where the one before gives no answer: it is not to be had (its repeats did not help, it is
     * unknown, or not this key's to use), limited for longer than the engine waits, without quota, or refuses, be it moderation's
     * doing. Each is an attempt of its own that does not count against {@code maxRetries}; what follows stays with the model that
     * answered. An image is asked of no other model once a call of the attempt is of unknown outcome: it may have been
     * bought. What an image step asks for must suit all its models. Default: none.
     *
     * @throws IllegalArgumentException if a model is blank or named twice, or this is a local step
     */
    public ToolCallStep<I, O> fallback(String... models) {
        return calling("fallback", calling -> calling.fallback(List.of(models)));
    }

    /** The temperature of a chat call, 0 to 2; sent only to models that take it. Default: the model's own. */
    public ToolCallStep<I, O> temperature(double temperature) {
        return calling(
                "temperature", calling -> calling.options(calling.options().temperature(temperature)));
    }

    /** The most tokens a chat answer may have, reasoning included; at least 1. Default 4,096. */
    public ToolCallStep<I, O> maxTokens(int tokens) {
        return calling("maxTokens", calling -> calling.options(calling.options().maxTokens(tokens)));
    }

    /**
     * Whether a chat answer is told piece by piece while it is written. Default {@link Streaming#OFF}. An image step
     * streams when its input has {@code partial_images} of at least 1.
     *
     * @throws IllegalArgumentException if this is no chat step
     */
    public ToolCallStep<I, O> streaming(Streaming streaming) {
        return chat("streaming", options -> options.streaming(streaming));
    }

    /** How closely a chat model looks at the images of its input. Default {@link ImageDetail#AUTO}. */
    public ToolCallStep<I, O> imageDetail(ImageDetail detail) {
        return chat("imageDetail", options -> options.imageDetail(detail));
    }

    /** How the images of a chat step's input reach the model. Default {@link ImageTransfer#DATA_URL}. */
    public ToolCallStep<I, O> imageTransfer(ImageTransfer transfer) {
        return chat("imageTransfer", options -> options.imageTransfer(transfer));
    }

    /** How long one call may take; longer than zero, at most 1 day. Default 120 s for chat and 600 s for images. */
    public ToolCallStep<I, O> timeout(Duration timeout) {
        return calling("timeout", calling -> calling.timeout(timeout));
    }

    /**
     * How long the step may take with all its attempts, pauses and audits, from when it begins; longer than zero, at most 365
     * days; in {@code each}, every item by itself. A step that takes longer fails with {@link StepException.TimedOut}: its call is given
     * up, its audits and functions are interrupted. These run on a thread beside the step's, and one that ignores its interrupt for
     * 1 second is left to itself; sanitizers, mappings, hooks, pass criteria, estimators and caches hold the step until they
     * return. Default: as long as the run.
     */
    public ToolCallStep<I, O> deadline(Duration longest) {
        may().deadline(longest);
        return with(draft -> draft.deadline = longest);
    }

    /** How often a step that was not accepted is tried again; 0 means one attempt only, at most 100. Default 3. */
    public ToolCallStep<I, O> maxRetries(int retries) {
        may().retries(retries);
        return with(draft -> draft.maxRetries = retries);
    }

    /** Adds an audit, which may be written for a supertype of the output. Audits run in the order they were added. */
    public ToolCallStep<I, O> audit(AuditFunction<? super O> audit) {
        return judging(judging -> judging.audit(audit));
    }

    /** Adds an audit that is a step of its own. Such audits run after the plain ones, in the order they were added. */
    public ToolCallStep<I, O> audit(StepAudit<? super I, ? super O> audit) {
        return judging(judging -> judging.audit(audit));
    }

    /** How a picture that did not pass is mended; for image steps only. Default {@link ImageRepair#REGENERATE}. */
    public ToolCallStep<I, O> repair(ImageRepair repair) {
        may().images("repair");
        return judging(judging -> judging.repair(repair));
    }

    /**
     * Makes so many pictures, 2 to 10, where the input asks for one, and keeps the best that passes; for image steps only.
     * Each is an attempt of its own, judged by all audits and ranked by its {@linkplain dev.toolflow.audit.Verdict#scored()
     * score}. When none passes, the best one's issues are the feedback of a next round, which counts once against
     * {@code maxRetries}.
     */
    public ToolCallStep<I, O> bestOf(int candidates) {
        may().images("bestOf");
        return judging(judging -> judging.candidates(candidates));
    }

    /** Decides from all issues whether the output is accepted. Default {@link PassCriterion#noCritical()}. */
    public ToolCallStep<I, O> passWhen(PassCriterion criterion) {
        return judging(judging -> judging.passWhen(criterion));
    }

    /**
     * Issues below this severity are not sent to a model: neither to this step's next attempt nor to later steps that
     * include its result. Default {@link IssueSeverity#HIGH}.
     */
    public ToolCallStep<I, O> issuesSeverityFilter(IssueSeverity least) {
        return judging(judging -> judging.severityFilter(least));
    }

    /** Cleans the input before it is validated and sent. Pure. */
    public ToolCallStep<I, O> sanitizeInput(UnaryOperator<I> sanitizer) {
        return with(draft -> draft.inputSanitizer = Objects.requireNonNull(sanitizer, "sanitizer"));
    }

    /**
     * Softens the input when moderation stops a call of the step, once per step: what it returns is sanitized, validated and
     * called as an attempt that does not count against {@code maxRetries}. An equal input means that it cannot be softened.
     * A hook that throws, or makes what is not valid, fails the step. Pure. Default: the step fails, or
     * {@linkplain #fallback falls back}, with {@link dev.toolflow.tool.Rejection#MODERATION}.
     *
     * @throws IllegalArgumentException if this is a local step
     */
    public ToolCallStep<I, O> onModeration(UnaryOperator<I> softener) {
        may().model("onModeration");
        return with(draft -> draft.onModeration = Objects.requireNonNull(softener, "softener"));
    }

    /** Cleans the output before it is validated and audited. Pure. */
    public ToolCallStep<I, O> sanitizeOutput(UnaryOperator<O> sanitizer) {
        return with(draft -> draft.outputSanitizer = Objects.requireNonNull(sanitizer, "sanitizer"));
    }

    /**
     * Takes the output that was accepted earlier for the same, without a call and at no cost, where the engine has a {@linkplain
     * dev.toolflow.cache.ResultCache result cache}. The same are: id and definition of the step with its {@linkplain
     * StepDefinition#version() version}, input with its pictures, included results, model and its parameters, tenant,
     * classification, organization, project and base URL of the run's credentials, and the audits by name: {@linkplain
     * AuditFunction#named name} your lambdas, or raise the version when one changes. What is taken is sanitized and validated
     * again; audits are not asked again, and their issues stand as they were. What came of a softened input, or of a fallback, is
     * not kept. Two runs that ask at once both call. Default: each run calls.
     *
     * @throws IllegalArgumentException if this is a local step
     */
    public ToolCallStep<I, O> cached() {
        may().model("cached");
        return with(draft -> draft.cached = true);
    }

    /** What the run does when this step fails. Default {@link OnFailure#STOP}. */
    public ToolCallStep<I, O> onFailure(OnFailure policy) {
        return with(draft -> draft.onFailure = Objects.requireNonNull(policy, "policy"));
    }

    /** What an image step does when no one knows whether a call was carried out. Default {@link OnUnknown#FAIL}. */
    public ToolCallStep<I, O> onUnknown(OnUnknown policy) {
        return calling("onUnknown", calling -> calling.onUnknown(policy));
    }

    /**
     * What an image step asks for where its input says nothing, and what its answers may be. These settings win over the
     * engine's. Default {@link ImageSettings#none()}.
     *
     * @throws IllegalArgumentException when the step makes no images
     */
    public ToolCallStep<I, O> images(ImageSettings settings) {
        may().images("images");
        return calling("images", calling -> calling.images(settings));
    }

    private ToolCallStep<I, O> with(Consumer<StepDraft<I, O>> change) {
        StepDraft<I, O> draft = new StepDraft<>(settings());
        change.accept(draft);
        return new ToolCallStep<>(definition(), draft);
    }

    /** The same use of another definition with the same types. */
    ToolCallStep<I, O> redefined(StepDefinition<I, O> other) {
        return new ToolCallStep<>(other, settings());
    }

    private ToolCallStep<I, O> judging(UnaryOperator<Judging<I, O>> change) {
        try {
            return with(draft -> draft.judging = change.apply(draft.judging));
        } catch (IllegalArgumentException e) {
            throw may().refused(String.valueOf(e.getMessage()));
        }
    }

    private ToolCallStep<I, O> calling(String setting, UnaryOperator<Calling> change) {
        may().model(setting);
        try {
            return with(draft -> draft.calling = change.apply(draft.calling));
        } catch (IllegalArgumentException e) {
            throw may().refused(String.valueOf(e.getMessage()));
        }
    }

    private ToolCallStep<I, O> chat(String setting, UnaryOperator<Options> change) {
        may().chat(setting);
        return calling(setting, calling -> calling.options(change.apply(calling.options())));
    }

    private Settable may() {
        return new Settable(id(), definition());
    }
}
