package dev.toolflow;

import dev.toolflow.audit.Verdict;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result that a shape has of its own, beside those of the steps within. For one thread at a time.
 *
 * @param <O> what the shape makes
 */
final class ShapeResult<O> {
    private final RunWork work;
    private final String id;
    private final ToolCallStep<?, O> step;
    private final Optional<StepOutcome<O>> settled;
    private @Nullable BegunAttempt begun;

    ShapeResult(RunWork work, String id, ToolCallStep<?, O> step) {
        this.work = work;
        this.id = id;
        this.step = step;
        this.settled = work.state().memory().settled(id, step);
    }

    /** What an earlier run has made of it, where it needs not be done again. */
    Optional<StepOutcome<O>> settled() {
        return settled;
    }

    /** Told unless the run takes it over from an earlier one. */
    void begins() {
        if (settled.isEmpty() && !work.state().memory().waited(id)) {
            work.state().journal().stepStarted(id, step);
        }
        begun = BegunAttempt.now("", "", work.engine().settings().clock());
    }

    NodeOutcome completed(O value, List<NodeOutcome> inner) {
        StepOutcome<O> outcome = settled.orElseGet(() -> told(
                StepStatus.COMPLETED, List.of(new Attempt.Accepted<>(1, value, Verdict.of(List.of()), made())), null));
        return NodeOutcome.of(outcome).around(inner);
    }

    /** The shape itself failed, with a last value or without; its own policy says what follows. */
    NodeOutcome failed(StepException error, @Nullable O last, List<NodeOutcome> inner) {
        if (step.onFailure() == OnFailure.STOP) {
            work.scope().halt(error);
        }
        List<Attempt<O>> attempts =
                last == null ? List.of() : List.of(new Attempt.Failed<>(1, last, error, List.of(), made()));
        return NodeOutcome.of(told(StepStatus.FAILED, attempts, error)).around(inner);
    }

    /** What is within made nothing that could be handed on. */
    NodeOutcome unmade(List<NodeOutcome> inner) {
        if (settled.isPresent() && isNotReached(inner)) {
            return new NodeOutcome(List.of(settled.get()), null, false).around(inner);
        }
        Optional<StepResult<?>> failed = inner.stream()
                .flatMap(node -> node.own().stream())
                .filter(result -> result.status() == StepStatus.FAILED)
                .findFirst();
        if (failed.isPresent()) {
            StepException error = new StepException.PartFailed(
                    "step '" + id + "': made nothing, because its step '"
                            + failed.get().id() + "' failed; mend that step",
                    failed.get().error());
            return NodeOutcome.of(told(StepStatus.FAILED, List.of(), error)).around(inner);
        }
        boolean stopped = !work.scope().mayStart();
        return NodeOutcome.of(told(stopped ? StepStatus.CANCELLED : StepStatus.SKIPPED, List.of(), null))
                .around(inner);
    }

    /** The run was over before it came to the end of what is within, where nothing has failed since. */
    private boolean isNotReached(List<NodeOutcome> inner) {
        return !work.scope().mayStart()
                && inner.stream()
                        .flatMap(node -> node.own().stream())
                        .filter(result -> result.status() == StepStatus.FAILED)
                        .allMatch(work.state().memory()::holds);
    }

    /** The run is over before the shape has ended: it waits for a person, or was stopped. */
    NodeOutcome soFar(List<NodeOutcome> inner) {
        if (!work.scope().mayStart()) {
            return unmade(inner);
        }
        return NodeOutcome.of(
                        StepOutcome.alone(new StepResult<>(id, step.definition(), StepStatus.WAITING, List.of(), null)))
                .around(inner);
    }

    private StepOutcome<O> told(StepStatus status, List<Attempt<O>> attempts, @Nullable RuntimeException error) {
        StepResult<O> result = new StepResult<>(id, step.definition(), status, attempts, error);
        work.state().journal().stepFinished(result);
        return StepOutcome.alone(result);
    }

    private Attempt.Made made() {
        BegunAttempt since = begun == null
                ? BegunAttempt.now("", "", work.engine().settings().clock())
                : begun;
        return since.made(Called.Tally.NOTHING);
    }
}
