package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.event.ToolFlowListener;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.tool.Classification;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What one run wants beside its input. Immutable and thread-safe; every method that sets something returns a copy. */
public final class RunOptions {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final String TENANT = "tenant";
    private static final RunOptions DEFAULTS = new RunOptions(new Draft());

    private final Draft settings;

    private RunOptions(Draft settings) {
        this.settings = settings;
    }

    /** A random id, no deadline, no listener beside the engine's. */
    public static RunOptions defaults() {
        return DEFAULTS;
    }

    /** Names the run: 1 to 128 letters, digits, {@code . _ -}. In a store of runs, the same id is the same run. */
    public RunOptions id(String runId) {
        if (!ID.matcher(runId).matches()) {
            throw new IllegalArgumentException("id: a run id has 1 to 128 letters, digits, '.', '_' and '-'");
        }
        return with(draft -> draft.id = runId);
    }

    /**
     * How long the run may take; longer than zero, at most 365 days. It then ends as {@link RunStatus#TIMED_OUT}: calls are
     * given up and threads interrupted; an audit or a local step that ignores its interrupt holds the run until it returns.
     */
    public RunOptions deadline(Duration longest) {
        if (longest.isZero() || longest.isNegative() || longest.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "deadline: must be longer than zero and at most 365 days, was " + longest);
        }
        return with(draft -> draft.deadline = longest);
    }

    /**
     * What the run may spend, audits and all attempts included; a run that is resumed goes on with what is left. Default
     * {@link Budget#unlimited()}. The engine's own budget holds beside it.
     */
    public RunOptions budget(Budget most) {
        Objects.requireNonNull(most, "budget");
        return with(draft -> draft.budget = most);
    }

    /** Adds a listener for this run only. */
    public RunOptions listener(ToolFlowListener listener) {
        return with(draft -> draft.audience = settings.audience.and(listener));
    }

    /**
     * Hands each finished item of an {@code each} to a consumer, while others are under way: those that completed, failed or were
     * cancelled, in the order in which they ended. The consumer is called on a thread of its own, one item at a time; one
     * that is slow or throws harms no run, and one that falls behind by more than 65,536 items is not told of further ones. Items
     * that a resumed run takes over are not handed on again.
     *
     * <pre>{@code
     * RunOptions.defaults().items(ICON, icon -> show(icon.index(), icon.result().output()))
     * }</pre>
     *
     * @param definition what the items are made by, in whichever {@code each} of the flow
     * @param consumer takes the items
     */
    public <O> RunOptions items(StepDefinition<?, O> definition, Consumer<? super FinishedItem<O>> consumer) {
        return with(draft -> draft.audience = settings.audience.and(new ItemTaker<>(definition, consumer)));
    }

    /**
     * The same for items that a whole flow makes: {@code each(id, flow, items, fanOut)}. The result of an item is that under
     * its own id, such as {@code persona[3]}, with what the flow made.
     *
     * @param flow what the items are made by, in whichever {@code each}
     * @param consumer takes the items
     */
    public <O> RunOptions items(ToolFlow<?, O> flow, Consumer<? super FinishedItem<O>> consumer) {
        return items(flow.standing().definition(), consumer);
    }

    /**
     * Whom the run is done for. Tenants share an engine fairly. The same as the attribute {@code tenant}, under which the images
     * of the run are found. Default: nobody's in particular.
     *
     * @param name 1 to 512 characters
     * @throws IllegalArgumentException if it is blank or too long
     */
    public RunOptions tenant(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "tenant: must not be blank; leave it out for a run of nobody in particular");
        }
        return attribute(TENANT, name);
    }

    /**
     * Sets an attribute of the user's own, such as {@code tenant} or {@code conversation}: it goes into the record of each
     * image that the run makes, where {@link dev.toolflow.store.ImageStore#list} finds it; never into a log or a call. At
     * most 32; a name again replaces its value.
     *
     * @param name begins with a letter and has up to 64 letters, digits, {@code . _ -}
     * @param value at most 512 characters
     */
    public RunOptions attribute(String name, String value) {
        ImageRecord.requireAttribute(name, value);
        Map<String, String> more = new TreeMap<>(settings.attributes);
        more.put(name, value);
        if (more.size() > ImageRecord.MOST_ATTRIBUTES) {
            throw new IllegalArgumentException(
                    "attribute '" + name + "': a run has at most " + ImageRecord.MOST_ATTRIBUTES + " attributes");
        }
        return with(draft -> draft.attributes = Map.copyOf(more));
    }

    /**
     * How far what the run carries may go: a model that may see less is not called, and its step fails with a {@link
     * dev.toolflow.step.StepException.NotCleared}. Default {@link Classification#PUBLIC}, which every model may see.
     */
    public RunOptions classification(Classification classification) {
        Objects.requireNonNull(classification, "classification");
        return with(draft -> draft.classification = classification);
    }

    Classification classification() {
        return settings.classification;
    }

    Map<String, String> attributes() {
        return settings.attributes;
    }

    Optional<String> id() {
        return Optional.ofNullable(settings.id);
    }

    Optional<Duration> deadline() {
        return Optional.ofNullable(settings.deadline);
    }

    RunOptions audience(Audience told) {
        return with(draft -> draft.audience = told);
    }

    RunOptions withoutDeadline() {
        return with(draft -> draft.deadline = null);
    }

    Budget budget() {
        return settings.budget;
    }

    Audience audience() {
        return settings.audience;
    }

    /** Whom the run is done for; empty for nobody in particular. */
    Optional<String> tenant() {
        return Optional.ofNullable(settings.attributes.get(TENANT));
    }

    private RunOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(settings);
        change.accept(draft);
        return new RunOptions(draft);
    }

    /** The settings: written while a copy is made, only read afterwards. */
    private static final class Draft {
        private @Nullable String id;
        private @Nullable Duration deadline;
        private Budget budget = Budget.unlimited();
        private Audience audience = Audience.NONE;
        private Map<String, String> attributes = Map.of();
        private Classification classification = Classification.PUBLIC;

        private Draft() {}

        private Draft(Draft other) {
            this.id = other.id;
            this.deadline = other.deadline;
            this.budget = other.budget;
            this.audience = other.audience;
            this.attributes = other.attributes;
            this.classification = other.classification;
        }
    }
}
