package dev.toolflow.event;

/**
 * Is told what happens in runs. The engine calls a listener on a thread of the listener's own, one event at a time, in the
 * order in which a run numbered them. A listener that is slow or throws never harms a run. One that falls behind by more than
 * 1,024 events loses deltas and previews; by more than 65,536, all but the ends of runs. {@link ToolFlowEvent.EventsLost} says how many.
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
