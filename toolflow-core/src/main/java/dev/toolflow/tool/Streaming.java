package dev.toolflow.tool;

/** Whether a chat reply comes piece by piece. The reply that is judged in the end is the same. */
public enum Streaming {
    /** The reply comes as a whole; nothing is told before it is there. */
    OFF,
    /** Pieces of the reply are told as {@link Delta.Text} while it is written. */
    ON
}
