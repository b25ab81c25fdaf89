package dev.toolflow;

import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out how a run ended from how its nodes ended. */
final class RunOutcome {
    private final ToolFlow<?, ?> flow;
    private final RunState state;
    private final List<NodeOutcome> nodes;

    RunOutcome(ToolFlow<?, ?> flow, RunState state, List<NodeOutcome> nodes) {
        this.flow = flow;
        this.state = state;
        this.nodes = nodes;
    }

    <O> ToolFlowResult<O> result(Ref<O> outputRef, Clock clock) {
        O output = null;
        RuntimeException error = firstError().orElse(null);
        if (stoppedByFailure().isEmpty()
                && FlowGraph.slotsOf(List.of(outputRef)).stream().allMatch(state.values()::has)) {
            try {
                output = UserCode.call(
                        "output", "the mapping of the flow's output", () -> Evaluation.of(outputRef, state.values()));
            } catch (StepException e) {
                error = e;
            }
        }
        RunStatus status = status(output);
        Duration took = Duration.between(state.startedAt(), clock.instant());
        return new ToolFlowResult<>(
                new ToolFlowResult.Head(state.id(), status, took, resumable()),
                status == RunStatus.COMPLETED || status == RunStatus.PARTIAL ? output : null,
                results(),
                error);
    }

    private ResumableRun resumable() {
        return new ResumableRun(
                flow,
                state.values().input(),
                state.options(),
                state.memory(),
                state.purse().spent());
    }

    private RunStatus status(@Nullable Object output) {
        boolean allCompleted = nodes.stream().allMatch(NodeOutcome::completed);
        if (allCompleted) {
            return output == null ? RunStatus.FAILED : RunStatus.COMPLETED;
        }
        boolean overBudget = state.scope().culprit().orElse(null) instanceof StepException.OverBudget;
        RunStatus ended = output == null ? RunStatus.FAILED : RunStatus.PARTIAL;
        return state.scope().stoppedAs().orElse(overBudget ? RunStatus.OVER_BUDGET : ended);
    }

    private Optional<FlowNode<?, ?>> stoppedByFailure() {
        return flow.graph().nodes().stream()
                .filter(node -> node.step().onFailure() == OnFailure.STOP
                        && nodes.get(node.slot() - 1).own().stream()
                                .anyMatch(result -> result.status() == StepStatus.FAILED))
                .findFirst();
    }

    /** The failure that made the run halt; else the first in the order of the definition. */
    private Optional<RuntimeException> firstError() {
        if (state.scope().culprit().isPresent()) {
            return state.scope().culprit();
        }
        return nodes.stream()
                .flatMap(node -> node.own().stream())
                .filter(result -> result.status() == StepStatus.FAILED)
                .map(StepResult::error)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private List<StepResult<?>> results() {
        return nodes.stream()
                .<StepResult<?>>flatMap(node -> node.results().stream())
                .toList();
    }
}
