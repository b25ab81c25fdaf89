package dev.toolflow;

import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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

    <O> ToolFlowResult<O> result(FlowBody<O> body, Clock clock) {
        O output = null;
        RuntimeException error = firstError().orElse(null);
        boolean mayHaveOutput = !waits() && (allCompleted() || !state.scope().isHalted());
        if (mayHaveOutput && state.values().hasAll(body.sources())) {
            try {
                output = UserCode.call(
                        "output",
                        "the mapping of the flow's output",
                        () -> Evaluation.of(body.output(), state.values()));
            } catch (StepException e) {
                error = e;
            }
        }
        RunStatus status = status(output);
        boolean made = status == RunStatus.COMPLETED || status == RunStatus.PARTIAL;
        RuntimeException told = status == RunStatus.COMPLETED ? null : error;
        return new ToolFlowResult<>(head(status, clock), made ? output : null, results(), told);
    }

    private ToolFlowResult.Head head(RunStatus status, Clock clock) {
        return new ToolFlowResult.Head(
                state.id(),
                status,
                Elapsed.between(state.startedAt(), clock.instant()),
                resumable(),
                waits() ? state.activity().waiting() : List.of());
    }

    private ResumableRun resumable() {
        return new ResumableRun(
                flow,
                state.values().input(),
                state.options(),
                state.memory(),
                state.purse().spent(),
                state.keeper().fence());
    }

    private RunStatus status(@Nullable Object output) {
        if (waits()) {
            return RunStatus.WAITING;
        }
        if (allCompleted()) {
            return output == null ? RunStatus.FAILED : RunStatus.COMPLETED;
        }
        boolean overBudget = state.scope().culprit().orElse(null) instanceof StepException.OverBudget;
        RunStatus ended = output == null ? RunStatus.FAILED : RunStatus.PARTIAL;
        return state.scope().stoppedAs().orElse(overBudget ? RunStatus.OVER_BUDGET : ended);
    }

    private boolean allCompleted() {
        for (NodeOutcome node : nodes) {
            if (!node.completed()) {
                return false;
            }
        }
        return true;
    }

    /** Nothing can go on but by a person's decision. */
    private boolean waits() {
        return state.scope().mayStart() && !state.activity().waiting().isEmpty();
    }

    /** The failure that made the run halt; else the first in the order of the definition, and there of the step itself. */
    private Optional<RuntimeException> firstError() {
        if (state.scope().culprit().isPresent()) {
            return state.scope().culprit();
        }
        for (NodeOutcome node : nodes) {
            for (StepOutcome<?> step : node.steps()) {
                RuntimeException error = step.result().error();
                if (step.result().status() == StepStatus.FAILED
                        && error != null
                        && !(error instanceof StepException.PartFailed)) {
                    return Optional.of(error);
                }
            }
        }
        return Optional.empty();
    }

    private List<StepResult<?>> results() {
        List<StepResult<?>> own = new ArrayList<>(nodes.size());
        nodes.forEach(node -> node.addResultsTo(own));
        return ResumedResults.of(own, state.memory().results());
    }
}
