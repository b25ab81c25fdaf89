package dev.toolflow.run;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are looked for: all conditions must hold. Immutable; every method that sets something returns a copy.
 *
 * <pre>{@code engine.runs().list(RunQuery.all().flow("brand-kit").phase(RunPhase.WAITING).limit(20))}</pre>
 */
public final class RunQuery {
    private static final int DEFAULT_LIMIT = 1_000;
    private static final RunQuery ALL = new RunQuery(new Draft());

    private final Draft wanted;

    private RunQuery(Draft wanted) {
        this.wanted = wanted;
    }

    /** Every run, the one that was created last first, up to 1,000 of them. */
    public static RunQuery all() {
        return ALL;
    }

    /** Only runs of the flow of this name. */
    public RunQuery flow(String name) {
        Objects.requireNonNull(name, "flow");
        return with(draft -> draft.flow = name);
    }

    /** Only runs of this tenant. */
    public RunQuery tenant(String name) {
        Objects.requireNonNull(name, "tenant");
        return with(draft -> draft.tenant = name);
    }

    /** Only runs that stand here, or here: at least one phase. */
    public RunQuery phase(RunPhase first, RunPhase... others) {
        Set<RunPhase> phases = java.util.EnumSet.of(first, others);
        return with(draft -> draft.phases = Set.copyOf(phases));
    }

    /** Only runs created at this time or later. */
    public RunQuery createdFrom(Instant time) {
        Objects.requireNonNull(time, "createdFrom");
        return with(draft -> draft.createdFrom = time);
    }

    /** Only runs created before this time. */
    public RunQuery createdBefore(Instant time) {
        Objects.requireNonNull(time, "createdBefore");
        return with(draft -> draft.createdBefore = time);
    }

    /** Only runs without a lease, or whose lease is over by the store's clock: what was not renewed in time may be claimed. */
    public RunQuery unleased() {
        return with(draft -> draft.unleased = true);
    }

    /** At most this many runs, at least 1. Default 1,000. */
    public RunQuery limit(int runs) {
        if (runs < 1) {
            throw new IllegalArgumentException("limit: must be at least 1, was " + runs);
        }
        return with(draft -> draft.limit = runs);
    }

    /** The flow, if one is asked for. */
    public Optional<String> flow() {
        return Optional.ofNullable(wanted.flow);
    }

    /** The tenant, if one is asked for. */
    public Optional<String> tenant() {
        return Optional.ofNullable(wanted.tenant);
    }

    /** The phases; empty for every phase. */
    public Set<RunPhase> phases() {
        return wanted.phases;
    }

    /** The earliest time of creation, if one is asked for. */
    public Optional<Instant> createdFrom() {
        return Optional.ofNullable(wanted.createdFrom);
    }

    /** The time before which the run was created, if one is asked for. */
    public Optional<Instant> createdBefore() {
        return Optional.ofNullable(wanted.createdBefore);
    }

    /** Whether only runs are asked for that no lease keeps from being claimed. */
    public boolean isUnleased() {
        return wanted.unleased;
    }

    /** The most runs. */
    public int limit() {
        return wanted.limit;
    }

    /** Whether a run is one of these, whatever the limit, and whether or not its lease is over: only its store can tell that. */
    public boolean matches(RunRecord run) {
        Instant created = run.times().created();
        return flow().map(run.flow()::equals).orElse(true)
                && tenant().map(name ->
                                run.run().tenantIfAny().filter(name::equals).isPresent())
                        .orElse(true)
                && (phases().isEmpty() || phases().contains(run.phase()))
                && createdFrom().map(from -> !created.isBefore(from)).orElse(true)
                && createdBefore().map(created::isBefore).orElse(true);
    }

    private RunQuery with(Consumer<Draft> change) {
        Draft draft = new Draft(wanted);
        change.accept(draft);
        return new RunQuery(draft);
    }

    /** The conditions: written while a copy is made, only read afterwards. */
    private static final class Draft {
        private @Nullable String flow;
        private @Nullable String tenant;
        private Set<RunPhase> phases = Set.of();
        private @Nullable Instant createdFrom;
        private @Nullable Instant createdBefore;
        private boolean unleased;
        private int limit = DEFAULT_LIMIT;

        private Draft() {}

        private Draft(Draft other) {
            this.flow = other.flow;
            this.tenant = other.tenant;
            this.phases = other.phases;
            this.createdFrom = other.createdFrom;
            this.createdBefore = other.createdBefore;
            this.unleased = other.unleased;
            this.limit = other.limit;
        }
    }
}
