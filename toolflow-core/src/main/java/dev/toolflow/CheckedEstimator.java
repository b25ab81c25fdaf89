package dev.toolflow;

import dev.toolflow.budget.TokenEstimator;
import dev.toolflow.step.StepException;
import dev.toolflow.tool.ToolCallRequest;

/**
 * An estimator of the user's; what it does wrong fails the step that it was asked for, before the call.
 *
 * @param users theirs
 */
record CheckedEstimator(TokenEstimator users) implements TokenEstimator {

    /** @throws StepException.CodeFailed when it throws or tells a negative number */
    @Override
    public long inputTokens(ToolCallRequest request) {
        String what = "the engine's tokenEstimator, " + users.getClass().getName() + ",";
        long tokens = UserCode.call(request.stepId(), what, () -> users.inputTokens(request));
        if (tokens < 0) {
            throw new StepException.CodeFailed(
                    "step '" + request.stepId() + "': " + what + " returned " + tokens
                            + "; a number of tokens is 0 or more; nothing was sent",
                    null);
        }
        return tokens;
    }
}
