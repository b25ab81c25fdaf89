package dev.toolflow.step;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.audit.PassCriterion;
import dev.toolflow.tool.ToolCallRequest.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

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
        requireCalls("model");
        if (model.isBlank()) {
            throw refused("model: must not be blank; leave it out for the engine's default");
        }
        return with(draft -> draft.model = model);
    }

    /** The temperature of a chat call, 0 to 2; sent only to models that take it. Default: the model's own. */
    public ToolCallStep<I, O> temperature(double temperature) {
        requireCalls("temperature");
        return with(draft -> draft.options = draft.options.temperature(temperature));
    }

    /** The most tokens a chat answer may have, reasoning included; at least 1. Default 4,096. */
    public ToolCallStep<I, O> maxTokens(int tokens) {
        requireCalls("maxTokens");
        return with(draft -> draft.options = draft.options.maxTokens(tokens));
    }

    /** How long one call may take; longer than zero, at most 1 day. Default 120 s for chat and 600 s for images. */
    public ToolCallStep<I, O> timeout(Duration timeout) {
        requireCalls("timeout");
        if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw refused("timeout: must be longer than zero and at most 1 day, was " + timeout);
        }
        return with(draft -> draft.timeout = timeout);
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
        Objects.requireNonNull(audit, "audit");
        return with(draft -> draft.audits.add(audit));
    }

    /** Decides from all issues whether the output is accepted. Default {@link PassCriterion#noCritical()}. */
    public ToolCallStep<I, O> passWhen(PassCriterion criterion) {
        return with(draft -> draft.passCriterion = Objects.requireNonNull(criterion, "criterion"));
    }

    /**
     * Issues below this severity are not sent to a model: neither to this step's next attempt nor to later steps that
     * include its result. Default {@link IssueSeverity#HIGH}.
     */
    public ToolCallStep<I, O> issuesSeverityFilter(IssueSeverity least) {
        return with(draft -> draft.issuesSeverityFilter = Objects.requireNonNull(least, "least"));
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
        requireCalls("onUnknown");
        return with(draft -> draft.onUnknown = Objects.requireNonNull(policy, "policy"));
    }

    /** What is used. */
    public StepDefinition<I, O> definition() {
        return definition;
    }

    /** The step's id. */
    public String id() {
        return settings.id;
    }

    /** The model, where the step names one. */
    public Optional<String> model() {
        return Optional.ofNullable(settings.model);
    }

    /** How a chat model is to answer. */
    public Options options() {
        return settings.options;
    }

    /** How long one call may take, where the step says so. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(settings.timeout);
    }

    /** How often a step that was not accepted is tried again. */
    public int maxRetries() {
        return settings.maxRetries;
    }

    /** The audits, in the order in which they run. */
    public List<AuditFunction<? super O>> audits() {
        return List.copyOf(settings.audits);
    }

    /** What decides whether an output is accepted. */
    public PassCriterion passCriterion() {
        return settings.passCriterion;
    }

    /** The least severity of issues that a model is told. */
    public IssueSeverity issuesSeverityFilter() {
        return settings.issuesSeverityFilter;
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

    /** What an image step does about a call of unknown outcome. */
    public OnUnknown onUnknown() {
        return settings.onUnknown;
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

    private void requireCalls(String setting) {
        if (definition instanceof LocalStepDefinition) {
            throw refused(setting + ": a local step calls no model; leave it out");
        }
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("step '" + id() + "': " + why);
    }

    private static final class Draft<I, O> {
        private String id;
        private @Nullable String model;
        private Options options = Options.standard();
        private @Nullable Duration timeout;
        private int maxRetries;
        private final List<AuditFunction<? super O>> audits = new ArrayList<>();
        private PassCriterion passCriterion = PassCriterion.noCritical();
        private IssueSeverity issuesSeverityFilter = IssueSeverity.HIGH;
        private UnaryOperator<I> inputSanitizer = UnaryOperator.identity();
        private UnaryOperator<O> outputSanitizer = UnaryOperator.identity();
        private OnFailure onFailure = OnFailure.STOP;
        private OnUnknown onUnknown = OnUnknown.FAIL;

        private Draft(String id) {
            this.id = id;
        }

        private Draft(Draft<I, O> other) {
            this.id = other.id;
            this.model = other.model;
            this.options = other.options;
            this.timeout = other.timeout;
            this.maxRetries = other.maxRetries;
            this.audits.addAll(other.audits);
            this.passCriterion = other.passCriterion;
            this.issuesSeverityFilter = other.issuesSeverityFilter;
            this.inputSanitizer = other.inputSanitizer;
            this.outputSanitizer = other.outputSanitizer;
            this.onFailure = other.onFailure;
            this.onUnknown = other.onUnknown;
        }
    }
}
