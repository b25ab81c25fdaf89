package dev.toolflow;

import dev.toolflow.record.Kept;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What a run took over from the one that it resumes, and the replies that wait for their store. Lives as long as the run and
 * its result. Thread-safe.
 */
final class RunMemory {
    private final EarlierResults earlier = new EarlierResults();
    private final Map<String, Approval> asked = new LinkedHashMap<>();
    private final Map<String, Object> decisions = new ConcurrentHashMap<>();
    private final Map<String, UnstoredReply> unstored = new ConcurrentHashMap<>();
    private final Map<String, Integer> rounds = new ConcurrentHashMap<>();
    private final Map<String, Integer> done = new ConcurrentHashMap<>();
    private final AtomicLong events;
    private Purse.Spent spent = Purse.Spent.NOTHING;
    private KeptPast past = KeptPast.NONE;
    private boolean goesOn;

    private RunMemory(AtomicLong events) {
        this.events = events;
    }

    /** Of a run that begins anew. */
    static RunMemory empty() {
        return new RunMemory(new AtomicLong());
    }

    /** The number of the last event, which a run that is resumed goes on from. */
    AtomicLong events() {
        return events;
    }

    /** The ids of the steps whose ends were told by the earlier run; one that waited told of none that never began. */
    Set<String> told() {
        if (earlier.isEmpty()) {
            return Set.of();
        }
        return earlier.all().stream()
                .filter(result -> asked.isEmpty()
                        || (result.status() != StepStatus.WAITING && result.status() != StepStatus.SKIPPED))
                .map(StepResult::id)
                .collect(Collectors.toSet());
    }

    /** The earlier results, in the order of the flow's definition. */
    List<StepResult<?>> results() {
        return earlier.all();
    }

    /** The earlier result of a step. */
    Optional<StepResult<?>> result(String id) {
        return earlier.find(id);
    }

    /** Whether this is what the earlier run told of, and nothing that was done since. */
    boolean holds(StepResult<?> result) {
        return earlier.find(result.id()).filter(result::equals).isPresent();
    }

    /** Of a run that goes on from what an earlier process kept. */
    static RunMemory restored(List<Kept<?>> results, KeptPast past) {
        RunMemory memory = empty();
        for (Kept<?> kept : results) {
            memory.earlier.add(kept.result());
            memory.rounds.put(kept.result().id(), kept.lastRound());
            memory.done.put(kept.result().id(), kept.rounds());
        }
        memory.past = past;
        return memory;
    }

    /** What it takes over from an earlier process beside results. */
    KeptPast past() {
        return past;
    }

    /** Of a run that goes on from an earlier one. */
    RunMemory after(ToolFlowResult<?> ended) {
        RunMemory next = new RunMemory(events);
        ended.steps().forEach(next.earlier::add);
        ended.waiting().forEach(approval -> next.asked.put(approval.id(), approval));
        next.decisions.putAll(decisions);
        next.unstored.putAll(unstored);
        next.rounds.putAll(rounds);
        next.past = past;
        return next;
    }

    /** The run goes on by a decision, or as if its process had not died, and not to try again what failed. */
    RunMemory goingOn() {
        goesOn = true;
        return this;
    }

    /** Whether this had failed before a decision by which the run goes on: it is not paid for again. */
    boolean isOver(String id) {
        return goesOn
                && hadStatus(id, StepStatus.FAILED)
                && unstored.keySet().stream().noneMatch(reply -> reply.equals(id) || reply.startsWith(id + "/"));
    }

    /** How a step ended that had failed before the run goes on by itself, or by a decision: it stays so. */
    <O> Optional<StepOutcome<O>> over(String id, ToolCallStep<?, O> step) {
        return isOver(id)
                ? earlier.of(id, step.definition()).map(result -> new StepOutcome<>(result, audits(id)))
                : Optional.empty();
    }

    /** How many of a step's rounds an earlier process has done, where the run goes on as if that had not died. */
    int roundsDone(String id) {
        return goesOn && !hadStatus(id, StepStatus.FAILED) ? done.getOrDefault(id, 0) : 0;
    }

    /** What the run had spent when it ended before. */
    Purse.Spent spent() {
        return spent;
    }

    /** Takes over what was spent, before the run begins. */
    RunMemory spent(Purse.Spent before) {
        spent = before;
        return this;
    }

    /** Whether that run is this one, gone on. */
    boolean isOfSameRun(RunMemory other) {
        return events == other.events;
    }

    /** What the earlier run asked and nobody decided in time. */
    Collection<Approval> asked() {
        return asked.values();
    }

    /** Whether the earlier run had begun this and waited for a person. */
    boolean waited(String id) {
        return hadStatus(id, StepStatus.WAITING);
    }

    private boolean hadStatus(String id, StepStatus status) {
        return earlier.find(id).filter(result -> result.status() == status).isPresent();
    }

    /** Keeps what a person decided. */
    void decided(String approvalId, Object answer) {
        decisions.put(approvalId, answer);
    }

    /** What a person decided, if anything yet. */
    Optional<Object> decision(String approvalId) {
        return Optional.ofNullable(decisions.get(approvalId));
    }

    /** What became of a step, where it needs not be done again: it was accepted, or others went on with what it made. */
    <O> Optional<StepOutcome<O>> settled(String id, ToolCallStep<?, O> step) {
        return earlier.of(id, step.definition())
                .filter(result -> result.status() == StepStatus.COMPLETED || isLeftAsItIs(result, step))
                .map(result -> new StepOutcome<>(result, audits(id)));
    }

    /**
     * All its outputs were judged and none passed, or it failed before a decision: others go on with the last. Not so for an audit step, which no other step
     * goes on with, nor for what was not judged to the end or never made.
     */
    private boolean isLeftAsItIs(StepResult<?> result, ToolCallStep<?, ?> step) {
        return step.onFailure() == OnFailure.CONTINUE
                && !result.id().contains(StepContext.AUDIT)
                && result.status() == StepStatus.FAILED
                && !unstored.containsKey(result.id())
                && (result.error() instanceof StepException.OutputRejected || isOver(result.id()));
    }

    /** Whether this failed since it could not be written down: what it had is as good as it was. */
    boolean isUnwritten(String id) {
        return earlier.find(id)
                .filter(result -> result.error() instanceof StepException.NotRecorded)
                .isPresent();
    }

    /** The earlier attempts of a step that is done again. */
    <O> List<Attempt<O>> attempts(String id, StepDefinition<?, O> definition) {
        return definition.tool().isEmpty()
                ? List.of()
                : earlier.of(id, definition).map(StepResult::attempts).orElse(List.of());
    }

    /** The earlier results of a step's audit steps. */
    List<StepResult<?>> audits(String id) {
        return earlier.audits(id);
    }

    /** How a step ended that does not begin in this run: as it did before, or not at all. */
    <O> StepOutcome<O> notBegun(String id, StepDefinition<?, O> definition) {
        return earlier.notBegun(id, definition);
    }

    /** The same for a node, with all that it had within: items, rounds, steps. */
    NodeOutcome notBegun(String prefix, FlowNode<?, ?> node) {
        return earlier.notBegun(prefix, node);
    }

    /** The same for all nodes of a graph. */
    List<NodeOutcome> notBegun(String prefix, FlowGraph graph) {
        return earlier.notBegun(prefix, graph);
    }

    /** A round of a step's attempts begins with the one of this number. */
    void roundBegins(String id, int number) {
        rounds.put(id, number);
    }

    /** The attempt that the last round of a step began with. */
    int lastRound(String id) {
        return rounds.getOrDefault(id, 1);
    }

    /**
     * Keeps a reply until its images can be stored; one whose step took another candidate, as long as the run's result, for its
     * bytes are paid for and may be fetched from the spool.
     */
    void keep(String id, UnstoredReply reply) {
        unstored.put(id, reply);
    }

    /** Hands over the reply that waits for this step's store, if one does. */
    Optional<UnstoredReply> take(String id) {
        return Optional.ofNullable(unstored.remove(id));
    }
}
