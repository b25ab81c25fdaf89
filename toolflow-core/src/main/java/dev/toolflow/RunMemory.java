package dev.toolflow;

import dev.toolflow.step.Attempt;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a run took over from the one that it resumes, and the replies that wait for their store. Lives as long as the run and
 * its result. Thread-safe.
 */
final class RunMemory {
    private final Map<String, StepResult<?>> earlier = new LinkedHashMap<>();
    private final Map<String, UnstoredReply> unstored = new ConcurrentHashMap<>();
    private final Map<String, Integer> rounds = new ConcurrentHashMap<>();
    private final AtomicLong events;
    private Purse.Spent spent = Purse.Spent.NOTHING;

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

    /** The ids of the steps whose ends were told by the earlier run. */
    Set<String> told() {
        return earlier.keySet();
    }

    /** Of a run that goes on from an earlier one. */
    RunMemory after(List<StepResult<?>> results) {
        RunMemory next = new RunMemory(events);
        results.forEach(result -> next.earlier.put(result.id(), result));
        next.unstored.putAll(unstored);
        next.rounds.putAll(rounds);
        return next;
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

    /** What became of a step, where it needs not be done again: it was accepted, or others went on with what it made. */
    <O> Optional<StepOutcome<O>> settled(String id, ToolCallStep<?, O> step) {
        return earlier(id, step.definition())
                .filter(result -> result.status() == StepStatus.COMPLETED || isLeftAsItIs(result, step))
                .map(result -> new StepOutcome<>(result, audits(id)));
    }

    /**
     * All its outputs were judged and none passed: others go on with the last. Not so for an audit step, which no other step
     * goes on with, nor for what was not judged to the end or never made.
     */
    private boolean isLeftAsItIs(StepResult<?> result, ToolCallStep<?, ?> step) {
        return step.onFailure() == OnFailure.CONTINUE
                && !result.id().contains(StepContext.AUDIT)
                && result.status() == StepStatus.FAILED
                && result.error() instanceof StepException.OutputRejected
                && !unstored.containsKey(result.id());
    }

    /** The earlier attempts of a step that is done again. */
    <O> List<Attempt<O>> attempts(String id, StepDefinition<?, O> definition) {
        return definition.tool().isEmpty()
                ? List.of()
                : earlier(id, definition).map(StepResult::attempts).orElse(List.of());
    }

    /** The earlier results of a step's audit steps. */
    List<StepResult<?>> audits(String id) {
        return startingWith(id + StepContext.AUDIT);
    }

    /** How a step ended that does not begin in this run: as it did before, or not at all. */
    <O> StepOutcome<O> notBegun(String id, StepDefinition<?, O> definition) {
        StepResult<O> skipped = new StepResult<>(id, definition, StepStatus.SKIPPED, List.of(), null);
        return new StepOutcome<>(earlier(id, definition).orElse(skipped), audits(id));
    }

    /** The same for a node, with all items that it had. */
    NodeOutcome notBegun(FlowNode<?, ?> node) {
        List<StepOutcome<?>> items = startingWith(node.step().id() + "[").stream()
                .filter(item -> !item.id().contains(StepContext.AUDIT))
                .<StepOutcome<?>>map(item -> new StepOutcome<>(item, audits(item.id())))
                .toList();
        List<StepOutcome<?>> one =
                List.of(notBegun(node.step().id(), node.step().definition()));
        return new NodeOutcome(items.isEmpty() ? one : items, null, false);
    }

    private List<StepResult<?>> startingWith(String prefix) {
        return earlier.values().stream()
                .filter(result -> result.id().startsWith(prefix))
                .toList();
    }

    /** The definition is the very one that the result was made by, so its output has the type. */
    @SuppressWarnings("unchecked")
    private <O> Optional<StepResult<O>> earlier(String id, StepDefinition<?, O> definition) {
        return Optional.ofNullable(earlier.get(id))
                .filter(result -> result.definition() == definition)
                .map(result -> (StepResult<O>) result);
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
