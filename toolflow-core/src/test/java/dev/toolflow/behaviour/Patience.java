package dev.toolflow.behaviour;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.toolflow.FlowRun;
import dev.toolflow.ToolFlowResult;

/** How long a test waits for what is to come soon. */
final class Patience {
    private static final long SOON_SECONDS = 20;

    private Patience() {}

    /** What the run ends with. */
    static <O> ToolFlowResult<O> ended(FlowRun<O> run) {
        return run.result().orTimeout(SOON_SECONDS, SECONDS).join();
    }
}
