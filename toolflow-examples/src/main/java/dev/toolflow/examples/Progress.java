package dev.toolflow.examples;

import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.event.ToolFlowEvent.ApprovalRequested;
import dev.toolflow.event.ToolFlowEvent.AttemptFinished;
import dev.toolflow.event.ToolFlowEvent.AttemptStarted;
import dev.toolflow.event.ToolFlowEvent.Decided;
import dev.toolflow.event.ToolFlowEvent.RetryWait;
import dev.toolflow.event.ToolFlowEvent.RunFinished;
import dev.toolflow.event.ToolFlowEvent.StepFinished;
import dev.toolflow.event.ToolFlowListener;
import dev.toolflow.tool.TokenUsage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells each step of a run as it happens, a line each, on standard error. For one run. */
final class Progress implements ToolFlowListener {
    private static final int WAIT_SECONDS = 5;

    private final Terminal terminal;
    private final String whose;
    private final Signs signs;
    private final Map<String, AttemptFinished> undecided = new HashMap<>();
    private final Semaphore finished = new Semaphore(0);

    Progress(Terminal terminal) {
        this(terminal, "");
    }

    /** Progress of one run of several: each line names whose it is. */
    Progress(Terminal terminal, String whose) {
        this.terminal = terminal;
        this.whose = whose.isEmpty() ? "" : whose + ": ";
        this.signs = terminal.signs();
    }

    /** Waits until all was told of a run that has ended or waits for a person, 5 seconds at most. */
    void await() {
        try {
            if (!finished.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                terminal.say("  (the rest of the progress is missing; the table is complete)");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onEvent(ToolFlowEvent event) {
        if (event instanceof AttemptStarted started) {
            begins(started);
        } else if (event instanceof RetryWait pause) {
            String reason = Amounts.withoutStep(pause.reason(), pause.stepId());
            say(signs.waits(), pause.stepId(), "calls again in " + Amounts.of(pause.pause()) + ": " + reason);
        } else if (event instanceof AttemptFinished ended) {
            ends(ended);
        } else if (event instanceof StepFinished step) {
            ends(step);
        } else if (event instanceof ApprovalRequested asked) {
            say(signs.waits(), asked.stepId(), "waits for an answer");
        } else if (event instanceof Decided decided) {
            say(signs.done(), decided.stepId(), "is answered");
        } else if (event instanceof RunFinished) {
            finished.release();
        }
    }

    private void begins(AttemptStarted attempt) {
        AttemptFinished before = undecided.remove(attempt.stepId());
        if (before != null) {
            say(signs.again(), before.stepId(), "attempt " + before.attempt() + " not accepted: " + reason(before));
        }
        if (!attempt.model().isEmpty()) {
            say(signs.begun(), attempt.stepId(), "attempt " + attempt.attempt() + "  " + attempt.model());
        }
    }

    private void ends(AttemptFinished attempt) {
        if (attempt.failureReason().isPresent()) {
            undecided.put(attempt.stepId(), attempt);
            return;
        }
        TokenUsage usage = attempt.made().usage();
        String tokens = usage.equals(TokenUsage.none()) ? "" : Amounts.inWords(usage) + "  ";
        String took = Amounts.of(attempt.made().took());
        String issues = attempt.issues().isEmpty()
                ? ""
                : "  " + Amounts.of(attempt.issues().size(), "issue");
        say(signs.done(), attempt.stepId(), "attempt " + attempt.attempt() + "  " + tokens + took + issues);
    }

    private void ends(StepFinished step) {
        AttemptFinished last = undecided.remove(step.stepId());
        switch (step.status()) {
            case COMPLETED -> {}
            case FAILED ->
                say(
                        signs.failed(),
                        step.stepId(),
                        last == null ? "failed" : "attempt " + last.attempt() + " failed: " + reason(last));
            case SKIPPED -> say(signs.skipped(), step.stepId(), "skipped");
            case CANCELLED -> say(signs.failed(), step.stepId(), "cancelled");
            case WAITING -> say(signs.waits(), step.stepId(), "waits for a person to decide");
        }
    }

    private static String reason(AttemptFinished attempt) {
        return Failure.inOptions(Amounts.withoutStep(attempt.failureReason().orElse(""), attempt.stepId()));
    }

    private void say(String sign, String step, String what) {
        terminal.say("  %s %-16s  %s".formatted(sign, whose + step, what));
    }
}
