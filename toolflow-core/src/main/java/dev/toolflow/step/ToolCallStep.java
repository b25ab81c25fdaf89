package dev.toolflow.step;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.audit.PassCriterion;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.tool.Endpoint;
import java.time.Duration;
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
public final class ToolCallStep<I, O> {

    private final StepDefinition<I, O> definition;
    private final Draft<I, O> settings;

    private ToolCallStep(StepDefinition<I, O> definition, Draft<I, O> settings) {
        this.definition = definition;
        this.settings = settings;
    }

    /** A use of the definition with defaults: the definition's name as id, 3 retries, no audits. */
    public static <I, O> ToolCallStep<I, O> of(StepDefinition<I, O> definition) {
        Draft<I, O> draft = new Draft<>(definition.name());
        draft.maxRetries = definition instanceof LocalStepDefinition ? 0 : 3;
        return new ToolCallStep<>(definition, draft);
    }

    /** Gives the step an id of its own, needed where a definition is used twice. Not {@code / [ ] # ~}. */
    public ToolCallStep<I, O> as(String id) {
        return with(draft -> draft.id = StepName.id(id));
    }

    /** Calls this model instead of the engine's default. */
    public ToolCallStep<I, O> model(String model) {
        return calling("model", calling -> calling.model(model));
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

    /** How long one call may take; longer than zero, at most 1 day. Default 120 s for chat and 600 s for images. */
    public ToolCallStep<I, O> timeout(Duration timeout) {
        return calling("timeout", calling -> calling.timeout(timeout));
    }

    /** How often a step that was not accepted is tried again; 0 means one attempt only, at most 100. Default 3. */
    public ToolCallStep<I, O> maxRetries(int retries) {
        if (retries < 0 || retries > 100) {
            throw refused("maxRetries: must be from 0 to 100, was " + retries);
        }
        if (retries > 0 && definition instanceof LocalStepDefinition) {
            throw refused("maxRetries: a local step gives the same output again; leave it at 0");
        }
        return with(draft -> draft.maxRetries = retries);
    }

    /** Adds an audit, which may be written for a supertype of the output. Audits run in the order they were added. */
    public ToolCallStep<I, O> audit(AuditFunction<? super O> audit) {
        return with(draft -> draft.judging = draft.judging.audit(audit));
    }

    /** Decides from all issues whether the output is accepted. Default {@link PassCriterion#noCritical()}. */
    public ToolCallStep<I, O> passWhen(PassCriterion criterion) {
        return with(draft -> draft.judging = draft.judging.passWhen(criterion));
    }

    /**
     * Issues below this severity are not sent to a model: neither to this step's next attempt nor to later steps that
     * include its result. Default {@link IssueSeverity#HIGH}.
     */
    public ToolCallStep<I, O> issuesSeverityFilter(IssueSeverity least) {
        return with(draft -> draft.judging = draft.judging.severityFilter(least));
    }

    /** Cleans the input before it is validated and sent. Pure. */
    public ToolCallStep<I, O> sanitizeInput(UnaryOperator<I> sanitizer) {
        return with(draft -> draft.inputSanitizer = Objects.requireNonNull(sanitizer, "sanitizer"));
    }

    /** Cleans the output before it is validated and audited. Pure. */
    public ToolCallStep<I, O> sanitizeOutput(UnaryOperator<O> sanitizer) {
        return with(draft -> draft.outputSanitizer = Objects.requireNonNull(sanitizer, "sanitizer"));
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
        boolean makesImages = definition
                .tool()
                .filter(tool -> Endpoint.forTool(tool.name()).isImage())
                .isPresent();
        if (!makesImages) {
            throw refused("images: it makes no images; leave it out");
        }
        return calling("images", calling -> calling.images(settings));
    }

    /** What is used. */
    public StepDefinition<I, O> definition() {
        return definition;
    }

    /** The step's id. */
    public String id() {
        return settings.id;
    }

    /** How it calls its model. */
    public Calling calling() {
        return settings.calling;
    }

    /** How its output is judged. */
    public Judging<O> judging() {
        return settings.judging;
    }

    /** How often a step that was not accepted is tried again. */
    public int maxRetries() {
        return settings.maxRetries;
    }

    /** What cleans the input. */
    public UnaryOperator<I> inputSanitizer() {
        return settings.inputSanitizer;
    }

    /** What cleans the output. */
    public UnaryOperator<O> outputSanitizer() {
        return settings.outputSanitizer;
    }

    /** What the run does when this step fails. */
    public OnFailure onFailure() {
        return settings.onFailure;
    }

    @Override
    public String toString() {
        return "ToolCallStep[" + id() + ": " + definition.name() + "]";
    }

    private ToolCallStep<I, O> with(Consumer<Draft<I, O>> change) {
        Draft<I, O> draft = new Draft<>(settings);
        change.accept(draft);
        return new ToolCallStep<>(definition, draft);
    }

    private ToolCallStep<I, O> calling(String setting, UnaryOperator<Calling> change) {
        if (definition instanceof LocalStepDefinition) {
            throw refused(setting + ": a local step calls no model; leave it out");
        }
        try {
            return with(draft -> draft.calling = change.apply(draft.calling));
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("step '" + id() + "': " + why);
    }

    private static final class Draft<I, O> {
        private String id;
        private Calling calling = Calling.STANDARD;
        private Judging<O> judging = Judging.standard();
        private int maxRetries;
        private UnaryOperator<I> inputSanitizer = UnaryOperator.identity();
        private UnaryOperator<O> outputSanitizer = UnaryOperator.identity();
        private OnFailure onFailure = OnFailure.STOP;

        private Draft(String id) {
            this.id = id;
        }

        private Draft(Draft<I, O> other) {
            this.id = other.id;
            this.calling = other.calling;
            this.judging = other.judging;
            this.maxRetries = other.maxRetries;
            this.inputSanitizer = other.inputSanitizer;
            this.outputSanitizer = other.outputSanitizer;
            this.onFailure = other.onFailure;
        }
    }
}
