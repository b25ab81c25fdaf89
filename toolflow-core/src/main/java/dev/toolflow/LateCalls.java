package dev.toolflow;

import dev.toolflow.record.CallOutcome;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.StoredRun;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.Attempt.Made;
import dev.toolflow.step.StepResult;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import java.util.List;

/**
 * Calls that were settled after the step that they were for had ended, by an owner that had lost the run meanwhile: what was not
 * known of them when the step was kept is known now.
 *
 * @param stored the run
 * @param payloads how it is read
 */
record LateCalls(StoredRun stored, RunPayloads payloads) {

    /** A result with all that is known of its calls by now. */
    <O> StepResult<O> counted(StepResult<O> result) {
        return result.usage().isComplete() ? result : Remade.result(result, attempt -> counted(result.id(), attempt));
    }

    private <O> Attempt<O> counted(String stepId, Attempt<O> attempt) {
        Made made = attempt.made();
        Called.Tally known = tally(stored.calls().stream()
                .filter(call ->
                        call.place().stepId().equals(stepId) && call.place().attempt() == attempt.number())
                .toList());
        boolean same = known.calls() == made.calls() && !known.usage().equals(made.usage());
        return same
                ? Remade.attempt(
                        attempt,
                        new Made(
                                made.tool(),
                                made.model(),
                                made.calls(),
                                made.receipt(),
                                known.usage(),
                                known.cost(),
                                made.startedAt(),
                                made.took(),
                                made.source()))
                : attempt;
    }

    private Called.Tally tally(List<CallRecord> calls) {
        Called.Tally tally = Called.Tally.NOTHING;
        for (CallRecord call : calls) {
            CallOutcome outcome = payloads.outcome(call).orElse(null);
            if (outcome == null) {
                tally = tally.plus(CallReceipt.unreported(null, null), Cost.unpriced(), null);
            } else if (outcome.isOfACall()) {
                tally = tally.plus(outcome.receipt(), outcome.cost(), outcome.error());
            }
        }
        return tally;
    }
}
