package dev.toolflow.limit;

import java.time.Duration;

/**
 * When an engine stops calling a model that fails, one circuit for each model and key. While it is open a call fails at once,
 * nothing is sent, and steps that name a fallback go to it; then a few calls are let through to see whether it works again.
 * Immutable and thread-safe; every method that sets something returns a copy.
 *
 * <p>Failures are what another server might not have: refused connections, 408, 409, 429 and 5xx without a hint when to come
 * back, and calls that were lost or timed out. An answer with a hint is obeyed and counts as neither; every other answer, a
 * refusal too, shows that the model works.
 *
 * <p>Defaults: opens when half of the last 100 calls failed, and not before 50 were made; stays open for 30 s; then 5 calls
 * are let through.
 */
public final class CircuitBreakerPolicy {
    private static final int HALF = 50;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final CircuitBreakerPolicy STANDARD =
            new CircuitBreakerPolicy(Switch.ON, HALF, new Window(100, 50), new Recovery(Duration.ofSeconds(30), 5));

    private final Switch state;
    private final int failurePercent;
    private final Window window;
    private final Recovery recovery;

    private enum Switch {
        ON,
        OFF
    }

    private record Window(int calls, int atLeast) {}

    private record Recovery(Duration openFor, int probes) {}

    private CircuitBreakerPolicy(Switch state, int failurePercent, Window window, Recovery recovery) {
        this.state = state;
        this.failurePercent = failurePercent;
        this.window = window;
        this.recovery = recovery;
    }

    /** The defaults. */
    public static CircuitBreakerPolicy standard() {
        return STANDARD;
    }

    /** No circuit ever opens. */
    public static CircuitBreakerPolicy off() {
        return new CircuitBreakerPolicy(Switch.OFF, HALF, STANDARD.window, STANDARD.recovery);
    }

    /** The share of failures from which on a circuit opens, 1 to 100 per cent. Default 50. */
    public CircuitBreakerPolicy failurePercent(int percent) {
        return new CircuitBreakerPolicy(state, within("failurePercent", percent, 1, 100), window, recovery);
    }

    /**
     * Of how many last calls the share is taken, and how many must have been made before a circuit opens.
     *
     * @param calls 1 to 10,000; default 100
     * @param atLeast 1 to {@code calls}; default 50
     */
    public CircuitBreakerPolicy window(int calls, int atLeast) {
        within("window", calls, 1, 10_000);
        return new CircuitBreakerPolicy(
                state, failurePercent, new Window(calls, within("window", atLeast, 1, calls)), recovery);
    }

    /** How long a circuit stays open, from 1 ms to 1 h. Default 30 s. */
    public CircuitBreakerPolicy openFor(Duration pause) {
        if (pause.compareTo(SHORTEST) < 0 || pause.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("openFor: must be from 1 ms to 1 h, was " + pause);
        }
        return new CircuitBreakerPolicy(state, failurePercent, window, new Recovery(pause, recovery.probes));
    }

    /** How many calls are let through, and decide, once a circuit was open for its time; 1 to 1,000. Default 5. */
    public CircuitBreakerPolicy probes(int calls) {
        return new CircuitBreakerPolicy(
                state, failurePercent, window, new Recovery(recovery.openFor, within("probes", calls, 1, 1_000)));
    }

    /** Whether circuits open at all. */
    public boolean isOn() {
        return state == Switch.ON;
    }

    /** The share of failures from which on a circuit opens, in per cent. */
    public int failurePercent() {
        return failurePercent;
    }

    /** Of how many last calls the share is taken. */
    public int windowCalls() {
        return window.calls;
    }

    /** How many calls must have been made before a circuit opens. */
    public int windowAtLeast() {
        return window.atLeast;
    }

    /** How long a circuit stays open. */
    public Duration openFor() {
        return recovery.openFor;
    }

    /** How many calls are let through once a circuit was open for its time. */
    public int probes() {
        return recovery.probes;
    }

    private static int within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": must be from " + least + " to " + most + ", was " + value);
        }
        return value;
    }
}
