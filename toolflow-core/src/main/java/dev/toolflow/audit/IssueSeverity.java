package dev.toolflow.audit;

/** How much an {@link Issue} matters, from {@link #LOW} to {@link #CRITICAL}. Only {@code CRITICAL} fails a step by default. */
public enum IssueSeverity {
    /** A matter of taste; kept in the result, never sent back to the model by default. */
    LOW,
    /** Worth a look by a person; not sent back to the model by default. */
    MEDIUM,
    /** Sent to the model as feedback when another attempt is made; does not fail a step by default. */
    HIGH,
    /** The output must not be used; fails the attempt by default. */
    CRITICAL;

    /** Returns whether this severity is {@code other} or worse. */
    public boolean isAtLeast(IssueSeverity other) {
        return compareTo(other) >= 0;
    }
}
