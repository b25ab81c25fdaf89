package dev.toolflow;

import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.StoredRun;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import dev.toolflow.store.ImageStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a store, whichever process works on them: for operators, and for applications that show them. Thread-safe.
 *
 * <pre>{@code
 * engine.runs().list(RunQuery.all().phase(RunPhase.WAITING))
 *         .forEach(run -> System.out.println(run.id() + " asks " + engine.runs().asked(run.id())));
 * }</pre>
 */
public final class StoredRuns {
    private final Durability durability;
    private final @Nullable ImageStore images;
    private final Clock clock;

    StoredRuns(Durability durability, @Nullable ImageStore images, Clock clock) {
        this.durability = durability;
        this.images = images;
        this.clock = clock;
    }

    /** Those that are kept so, without an engine. */
    public static StoredRuns of(Durability durability) {
        return new StoredRuns(Objects.requireNonNull(durability, "durability"), null, Clock.systemUTC());
    }

    /** Runs by flow, phase, tenant and time of creation, the one created last first. */
    public List<RunRecord> list(RunQuery query) {
        return store().list(query);
    }

    /** A run by its id, without its steps. */
    public Optional<RunRecord> find(String runId) {
        return store().find(runId);
    }

    /** All that is kept of a run, its payloads as they are kept. */
    public Optional<StoredRun> load(String runId) {
        return store().load(runId);
    }

    /**
     * All that is kept of a run as one JSON document, with the same names for ever: {@code v, exported, run, input, options, end,
     * steps[], calls[], decisions[]}. Holds inputs, outputs and replies; {@code {"unreadable": "why"}} in place of what cannot be
     * read.
     *
     * @throws UnknownRunException if there is no such run
     */
    public String export(String runId) {
        return export(store().load(runId).orElseThrow(() -> unknown(runId)));
    }

    /** The same of a run as it was loaded. */
    public String export(StoredRun run) {
        return new RunExport(payloads(run.record().id()), clock.instant())
                .of(run)
                .toString();
    }

    /** A run without its steps as JSON, as it stands under {@code run} in the document. */
    public String export(RunRecord run) {
        return RunExport.run(run, clock.instant()).toString();
    }

    /**
     * The ids of the approvals that a run waits for; empty when it does not wait.
     *
     * @throws UnknownRunException if there is no such run
     */
    public List<String> asked(String runId) {
        RunRecord run = known(runId);
        RunEnd end = run.phase() == RunPhase.WAITING ? payloads(runId).end(run) : null;
        return end == null
                ? List.of()
                : end.waiting().stream().map(RunEnd.Question::id).toList();
    }

    /**
     * Asks to cancel a run. Whoever works on it does so within a second; where nobody does, it is cancelled at once. Does nothing when
     * it has ended.
     *
     * @throws UnknownRunException if there is no such run
     */
    public void cancel(String runId) {
        known(runId);
        store().cancel(runId);
    }

    /**
     * Keeps what a person decided. The engine that has the run goes on with it within a second; else a worker does, or whoever
     * recovers or resumes it.
     *
     * @param flow the run's flow
     * @param approvalId the id path of the approval, such as {@code loop#2/ok}
     * @param answer what is handed on
     * @throws UnknownRunException if there is no such run, or it has ended
     * @throws IllegalStateException if the run waits for other decisions, or this one is taken already
     * @throws IllegalArgumentException if the answer is not of the type that is asked for
     * @throws InvalidInputException if the answer breaks a constraint of its type
     */
    public void decide(ToolFlow<?, ?> flow, String runId, String approvalId, Object answer) {
        Objects.requireNonNull(answer, "answer");
        RunRecord run = known(runId);
        Class<?> type = typeOf(flow, run, approvalId);
        new Approval(approvalId, answer, type).requireAnswer(answer);
        requireAsked(run, approvalId);
        if (!keep(runId, approvalId, type, answer)) {
            throw Decision.notAsked(approvalId, true, List.of());
        }
        store().queue().ifPresent(queue -> queue.submit(runId));
    }

    /**
     * The same with an answer that is written as JSON.
     *
     * @throws IllegalArgumentException also if the text is no JSON of the type that is asked for
     */
    public void decideJson(ToolFlow<?, ?> flow, String runId, String approvalId, String answer) {
        Class<?> type = typeOf(flow, known(runId), approvalId);
        try {
            decide(flow, runId, approvalId, JsonType.plain(type).read(answer));
        } catch (JsonReadException e) {
            throw new IllegalArgumentException(
                    "approval '" + approvalId + "' takes JSON of " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private <A> boolean keep(String runId, String approvalId, Class<A> type, Object answer) {
        return store().decide(runId, approvalId, payloads(runId).answer(approvalId, type, answer));
    }

    private static Class<?> typeOf(ToolFlow<?, ?> flow, RunRecord run, String approvalId) {
        if (!run.flow().equals(flow.name())) {
            throw new InvalidFlowException("run '" + run.id() + "' is one of flow '" + LogField.clean(run.flow())
                    + "', not of '" + flow.name() + "'");
        }
        return StepPaths.find(flow.graph(), approvalId)
                .filter(found -> found.node() instanceof FlowNode.Approve)
                .map(found -> found.step().definition().outputType())
                .orElseThrow(() -> new IllegalStateException(
                        "flow '" + flow.name() + "' asks nothing under '" + LogField.clean(approvalId) + "'"));
    }

    private void requireAsked(RunRecord run, String approvalId) {
        if (run.phase().isEnded()) {
            throw new UnknownRunException("run '" + run.id() + "' is " + run.phase() + " and asks nothing any more");
        }
        List<String> asked = asked(run.id());
        if (run.phase() == RunPhase.WAITING && !asked.contains(approvalId)) {
            throw Decision.notAsked(approvalId, false, asked);
        }
    }

    /**
     * Lets a run that was quarantined be taken up again.
     *
     * @throws UnknownRunException if there is no such run
     */
    public void unquarantine(String runId) {
        known(runId);
        store().unquarantine(runId);
    }

    /**
     * Deletes runs that have ended so long ago. Their pictures stay in the image store; an orphan sweep never takes a picture
     * that has a record there.
     *
     * @param olderThan 30 days is usual; not negative
     * @return their ids
     */
    public List<String> purge(Duration olderThan) {
        if (olderThan.isNegative()) {
            throw new IllegalArgumentException("olderThan: must not be negative, was " + olderThan);
        }
        return store().purge(clock.instant().minus(olderThan));
    }

    /**
     * Deletes runs that have ended long ago, and pictures without a record, from now on and again until what is returned is closed.
     *
     * @throws IllegalStateException unless these are the runs of an engine, whose pictures are known
     */
    public RetentionJob retain(Retention retention) {
        if (images == null) {
            throw new IllegalStateException("no image store is known here; use engine.runs(), or purge");
        }
        return new RetentionJob(this, durability, images, retention).begin();
    }

    private RunRecord known(String runId) {
        return store().find(runId).orElseThrow(() -> unknown(runId));
    }

    private static UnknownRunException unknown(String runId) {
        return new UnknownRunException(
                "run '" + LogField.clean(runId) + "' is not in the store; list its runs with RunQuery.all()");
    }

    private RunStore store() {
        return durability.store();
    }

    private RunPayloads payloads(String runId) {
        return new RunPayloads(runId, durability);
    }
}
