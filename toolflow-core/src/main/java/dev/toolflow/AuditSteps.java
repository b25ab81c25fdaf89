package dev.toolflow;

import dev.toolflow.audit.Verdict;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepAudit;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.ToolCallException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the audits of one step that are steps of their own, on the step's thread, and keeps their results. For one thread.
 *
 * @param <I> what the step is given
 * @param <O> what is judged
 */
final class AuditSteps<I, O> {
    private final EngineParts engine;
    private final StepContext context;
    private final ToolCallStep<I, O> step;
    private final Map<String, StepResult<?>> results = new LinkedHashMap<>();

    AuditSteps(EngineParts engine, StepContext context, ToolCallStep<I, O> step) {
        this.engine = engine;
        this.context = context;
        this.step = step;
        context.memory().audits(context.id()).forEach(earlier -> results.put(earlier.id(), earlier));
    }

    /** What became of them so far, in the order in which they ended. */
    List<StepResult<?>> results() {
        return List.copyOf(results.values());
    }

    boolean isEmpty() {
        return step.judging().stepAudits().isEmpty();
    }

    /**
     * What they find of the output of this attempt.
     *
     * @throws StepException.AuditFailed when one of them fails
     * @throws ToolCallException.Cancelled when the run ends before all have answered
     */
    Verdict verdict(I input, O output, int number) {
        Verdict all = Verdict.of(List.of());
        for (StepAudit<? super I, ? super O> audit : step.judging().stepAudits()) {
            StepAudit.Inquiry<?, ?> inquiry = UserCode.audit(
                    context.id(), "the question of audit '" + audit.name() + "'", () -> audit.about(input, output));
            all = all.and(answered(context.audit(audit.name(), number), inquiry).from(audit.name()));
        }
        return all;
    }

    /** The judged step's policy says what a failure means for the run, not the judge's. */
    private <A, F> Verdict answered(StepContext where, StepAudit.Inquiry<A, F> inquiry) {
        StepOutcome<F> outcome = new StepExecution<>(
                        engine, where, inquiry.step().onFailure(OnFailure.CONTINUE))
                .run(inquiry::question, List::of);
        outcome.all().forEach(ended -> results.put(ended.id(), ended));
        StepResult<F> result = outcome.result();
        if (result.status() != StepStatus.COMPLETED) {
            throw unanswered(result);
        }
        F answer = result.output().orElseThrow();
        return UserCode.audit(
                context.id(),
                "reading the answer of audit step '" + where.id() + "'",
                () -> inquiry.reading().apply(answer));
    }

    private RuntimeException unanswered(StepResult<?> result) {
        String where = "step '" + context.id() + "': ";
        RuntimeException error = result.error();
        if (result.status() != StepStatus.FAILED || error == null) {
            return new ToolCallException.Cancelled(
                    where + "the run ended before its audit step '" + result.id()
                            + "' could judge its output, which is " + "kept in its attempts",
                    CallReceipt.none(),
                    error);
        }
        return new StepException.AuditFailed(
                where + "its audit step '" + result.id()
                        + "' failed, so its output, which is kept in its attempts, was "
                        + "not judged and " + next() + ": " + error.getMessage(),
                error);
    }

    /** Candidates that are there already are judged all the same, and one of them may be taken. */
    private String next() {
        return step.judging().candidates() > 1
                ? "no further candidate is made; those that were made beside it are judged"
                : "nothing more is called";
    }
}
