package dev.toolflow;

/** A flow that cannot be defined so. The message names the flow, the step and the remedy. */
public final class InvalidFlowException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidFlowException(String message) {
        super(message);
    }
}
