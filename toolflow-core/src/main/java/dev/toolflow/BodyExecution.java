package dev.toolflow;

import dev.toolflow.step.StepException;
import java.util.List;

/**
 * One pass through a body: a branch, a round of a loop or a subflow. Thread-safe.
 *
 * @param <O> what the body makes
 */
final class BodyExecution<O> {
    private final FlowBody<O> body;
    private final Pass<O> pass;
    private final FrameExecution frame;

    /**
     * Whose pass it is.
     *
     * @param <O> what the body makes
     */
    interface Pass<O> {
        /** The id of what the body belongs to. */
        String id();

        /** The body made this: on a worker; returns what comes next. What it throws comes back as {@link #failed}. */
        Runnable made(O value);

        /** Its output could not be worked out. */
        void failed(StepException error);

        /** Its nodes ended without what the output is made from, or the run was stopped. */
        void unmade();
    }

    BodyExecution(RunWork work, FrameExecution.Frame frame, FlowBody<O> body, Pass<O> pass) {
        this.body = body;
        this.pass = pass;
        this.frame = new FrameExecution(work, frame, this::ended);
    }

    void begin() {
        frame.begin();
    }

    /** What became of its nodes so far. */
    List<NodeOutcome> nodes() {
        return frame.outcomes();
    }

    private void ended() {
        if (!frame.values().hasAll(body.sources())) {
            pass.unmade();
            return;
        }
        frame.work().onWorker(this::output, pass::unmade);
    }

    private Runnable output() {
        try {
            return pass.made(UserCode.call(
                    pass.id(), "the mapping of its output", () -> Evaluation.of(body.output(), frame.values())));
        } catch (StepException e) {
            return () -> pass.failed(e);
        }
    }
}
