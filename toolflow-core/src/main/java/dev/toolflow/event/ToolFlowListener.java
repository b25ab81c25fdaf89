package dev.toolflow.event;

/**
 * Is told what happens in runs. The engine calls a listener on a thread of the listener's own, one event at a time, in the
 * order in which a run numbered them. A listener that is slow or throws never harms a run: only deltas are dropped when it
 * falls behind.
 *
 * <pre>{@code
 * ToolFlowListener progress = event -> {
 *     if (event instanceof ToolFlowEvent.StepFinished done) {
 *         System.err.println(done.stepId() + ": " + done.status());
 *     }
 * };
 * }</pre>
 */
@FunctionalInterface
public interface ToolFlowListener {
    /** Is told the next event. */
    void onEvent(ToolFlowEvent event);
}
