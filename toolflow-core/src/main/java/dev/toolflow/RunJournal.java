package dev.toolflow;

import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.event.ToolFlowEvent.At;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.Attempt.Made;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.ToolCallStep;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one place through which every change of a run's state goes: created, intended, settled, accepted, finished. It numbers
 * the changes, tells the listeners and writes the log. Thread-safe.
 */
final class RunJournal {
    private static final CompletableFuture<Void> KNOWN = CompletableFuture.completedFuture(null);

    private final String runId;
    private final Clock clock;
    private final List<ListenerQueue> listeners;
    private final List<ItemQueue<?>> items;
    private final RunLog log;
    private final AtomicLong sequence;
    private final Set<String> ended;
    private final Untold untold = new Untold();

    /** @param memory says how many events were told, and the ends of which steps */
    RunJournal(RunLog log, Clock clock, Audience.Queues told, RunMemory memory) {
        this.runId = log.runId();
        this.clock = clock;
        this.listeners = told.listeners();
        this.items = told.items();
        this.log = log;
        this.sequence = memory.events();
        this.ended = new HashSet<>(memory.told());
    }

    void created(String flow) {
        log.created();
        tell(at -> new ToolFlowEvent.RunStarted(at, flow));
    }

    void stepStarted(String stepId, ToolCallStep<?, ?> step) {
        synchronized (this) {
            ended.remove(stepId);
        }
        tell(at -> new ToolFlowEvent.StepStarted(at, stepId, step.definition().name()));
    }

    /** An attempt is about to make its first call. */
    void intended(String stepId, int attempt, String model) {
        tell(at -> new ToolFlowEvent.AttemptStarted(at, stepId, attempt, model));
    }

    /** The output of a step's first attempt was found in the result cache. */
    void recalled(String stepId) {
        tell(at -> new ToolFlowEvent.ResultRecalled(at, stepId, 1));
    }

    /** A call failed in passing; the next follows after the pause. */
    void waiting(String stepId, int attempt, Duration pause, String reason) {
        log.waiting(stepId, attempt, pause);
        tell(at -> new ToolFlowEvent.RetryWait(at, stepId, attempt, pause, reason));
    }

    /** A call waits for its turn under a rate limit. */
    void heldUp(String stepId, int attempt, Duration pause, String reason) {
        log.heldUp(stepId, attempt, pause);
        tell(at -> new ToolFlowEvent.LimitWait(at, stepId, attempt, pause, reason));
    }

    /** A model gave no answer; another is asked. */
    void fellBack(String stepId, Attempt.Failed<?> failed, String next) {
        String from = failed.made().model();
        String reason = failed.failureReason().orElse("");
        log.goesOn(stepId, failed.number(), "falls back to", next);
        tell(at -> new ToolFlowEvent.FellBack(at, stepId, failed.number(), from, next, reason));
    }

    /** Moderation stopped a call; a softer input is sent. */
    void softened(String stepId, Attempt.Failed<?> failed) {
        String model = failed.made().model();
        log.goesOn(stepId, failed.number(), "was moderated, sends a softer input to", model);
        tell(at -> new ToolFlowEvent.Softened(at, stepId, failed.number(), model));
    }

    void text(String stepId, int attempt, String piece) {
        tell(at -> new ToolFlowEvent.TextDelta(at, stepId, attempt, piece));
    }

    /** Whether anybody listens: without, nothing needs to be made ready to be told. */
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    /** A picture that is still being drawn was stored as it looks so far. */
    void preview(String stepId, int attempt, int index, GeneratedImage image) {
        tell(at -> new ToolFlowEvent.PartialImage(at, stepId, attempt, index, image));
    }

    /** An attempt's calls are over: what they used counts from here on, whatever becomes of the output. */
    void settled(String stepId, int attempt, Made made) {
        log.settled(stepId, attempt, made);
    }

    /**
     * An attempt was judged.
     *
     * @param made what was called for it since it was told of last
     */
    void judged(String stepId, Attempt<?> attempt, Made made) {
        log.attempt(stepId, attempt, made);
        log.images(stepId, attempt);
        tell(at -> new ToolFlowEvent.AttemptFinished(
                at, stepId, attempt.number(), attempt.failureReason(), attempt.issues(), made));
    }

    /** A step ended, or will never begin; told once for each, and not again for one that a resumed run takes over. */
    void stepFinished(StepResult<?> result) {
        stepFinished(result.id(), CompletableFuture.completedFuture(result));
    }

    /** The same as soon as it is known how it ended; nothing that comes after is told before. */
    void stepFinished(String stepId, CompletableFuture<? extends StepResult<?>> known) {
        synchronized (this) {
            if (!ended.add(stepId)) {
                return;
            }
            if (!known.isDone() || !untold.isEmpty()) {
                At at = next();
                untold.add(known, () -> finished(known.join(), then -> tell(then, at)));
                CompletableFuture<Void> unused = known.thenRun(this::tellWhatIsKnown);
                return;
            }
        }
        finished(known.join(), this::tell);
    }

    private void finished(StepResult<?> result, Consumer<Function<At, ToolFlowEvent>> telling) {
        log.step(result);
        items.forEach(queue -> queue.offer(result));
        telling.accept(at -> new ToolFlowEvent.StepFinished(
                at, result.id(), result.status(), result.attempts().size(), result.usage()));
    }

    /** A person is asked; told once, however often the run goes on. */
    void approvalRequested(String stepId) {
        log.approvalRequested(stepId);
        tell(at -> new ToolFlowEvent.ApprovalRequested(at, stepId));
    }

    void decided(String stepId) {
        log.decided(stepId);
        tell(at -> new ToolFlowEvent.Decided(at, stepId));
    }

    void finished(ToolFlowResult<?> result) {
        if (result.status() != RunStatus.WAITING) {
            result.steps().forEach(this::stepFinished);
        }
        log.finished(result);
        tell(at -> new ToolFlowEvent.RunFinished(at, result.status().name(), result.usage()));
        tellAll();
    }

    /** Who learns that the run has ended may close the engine: by then all that happened is on its way to the listeners. */
    private void tellAll() {
        List<CompletableFuture<?>> unknown;
        synchronized (this) {
            unknown = untold.unknown();
        }
        if (unknown.isEmpty()) {
            return;
        }
        CompletableFuture.allOf(unknown.toArray(CompletableFuture<?>[]::new))
                .handle((all, failed) -> true)
                .join();
        tellWhatIsKnown();
    }

    private synchronized void tell(Function<At, ToolFlowEvent> event) {
        if (listeners.isEmpty()) {
            sequence.incrementAndGet();
            return;
        }
        At at = next();
        if (untold.isEmpty()) {
            tell(event, at);
        } else {
            untold.add(KNOWN, () -> tell(event, at));
        }
    }

    private At next() {
        return new At(runId, sequence.incrementAndGet(), clock.instant());
    }

    private void tell(Function<At, ToolFlowEvent> event, At at) {
        if (!listeners.isEmpty()) {
            ToolFlowEvent told = event.apply(at);
            listeners.forEach(listener -> listener.add(told));
        }
    }

    private synchronized void tellWhatIsKnown() {
        untold.tellKnown();
    }
}
