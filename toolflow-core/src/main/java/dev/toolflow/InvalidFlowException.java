package dev.toolflow;

/** A flow that cannot be defined so, or that an engine cannot run as it is set up. The message names the flow, the step and the remedy. */
public final class InvalidFlowException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidFlowException(String message) {
        super(message);
    }
}
