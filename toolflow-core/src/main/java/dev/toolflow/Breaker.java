package dev.toolflow;

import dev.toolflow.limit.CircuitBreakerPolicy;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Transient.Held;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The circuit of one model and key: open, nothing is sent. Thread-safe. */
final class Breaker {
    private static final Duration LONGEST_OPEN = Duration.ofHours(1);

    private final String model;
    private final CircuitBreakerPolicy policy;
    private final Clock clock;
    private final CircuitBreaker circuit;
    private volatile Instant openUntil = Instant.MIN;
    private Instant failedAt = Instant.MIN;
    private State state;
    private int era;

    Breaker(String model, CircuitBreakerPolicy policy, Clock clock) {
        this.model = model;
        this.policy = policy;
        this.clock = clock;
        this.circuit = CircuitBreaker.of(
                "toolflow",
                CircuitBreakerConfig.custom()
                        .failureRateThreshold(policy.failurePercent())
                        .slidingWindowSize(policy.windowCalls())
                        .minimumNumberOfCalls(policy.windowAtLeast())
                        .waitDurationInOpenState(policy.openFor())
                        .permittedNumberOfCallsInHalfOpenState(policy.probes())
                        .clock(clock)
                        .build());
        if (!policy.isOn()) {
            circuit.transitionToDisabledState();
        }
        this.state = circuit.getState();
    }

    /**
     * Fails a call that has no chance now, before it waits for anything.
     *
     * @throws ToolCallException.Transient when the circuit is open
     */
    void requireChance(StepContext context) {
        if (circuit.getState() == State.OPEN && clock.instant().isBefore(openUntil())) {
            throw open(context);
        }
    }

    /**
     * Lets one call through, which tells how it ended.
     *
     * @return the era it belongs to, one for each state that the circuit was in: what it tells counts in no other
     * @throws ToolCallException.Transient when the circuit is open, or enough calls try it out
     */
    synchronized int enter(StepContext context) {
        boolean let = circuit.tryAcquirePermission();
        int now = era();
        if (!let) {
            throw open(context);
        }
        return now;
    }

    private int era() {
        State now = circuit.getState();
        if (now != state) {
            state = now;
            era++;
            if (now == State.OPEN) {
                openUntil = clock.instant().plus(policy.openFor());
            }
        }
        return era;
    }

    /** Until when it is open, known a moment after it opened; the library tells it to nobody. */
    private Instant openUntil() {
        Instant known = openUntil;
        return known.equals(Instant.MIN) ? clock.instant().plus(policy.openFor()) : known;
    }

    private ToolCallException.Transient open(StepContext context) {
        Instant now = clock.instant();
        Instant until = openUntil();
        String state = until.isAfter(now) ? "open until " + until : "half open, and the calls that try it out are made";
        return new ToolCallException.Transient(
                "step '" + context.id() + "': the circuit of model " + model + " is " + state
                        + ", since calls of it failed too often; nothing was sent: run it again later, or name a fallback",
                Held.CIRCUIT_OPEN,
                until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
    }

    /** The call was let through and not made. */
    synchronized void leave(int entered) {
        if (entered == era()) {
            circuit.releasePermission();
        }
    }

    /** How the call ended: one of before an outage does not say whether the model works again. */
    synchronized void ended(int entered, Called called) {
        if (entered == era()) {
            ended(called);
            era();
        }
    }

    private void ended(Called called) {
        if (called instanceof Called.Answered) {
            circuit.onSuccess(0, TimeUnit.NANOSECONDS);
            return;
        }
        RuntimeException error = ((Called.Failed) called).error();
        if (isFailure(error)) {
            failedAt = clock.instant();
            circuit.onError(0, TimeUnit.NANOSECONDS, error);
        } else if (called.isUnsent()) {
            circuit.releasePermission();
        } else if (error instanceof ToolCallException.Rejected || error instanceof ToolCallException.Malformed) {
            circuit.onSuccess(0, TimeUnit.NANOSECONDS);
        } else {
            circuit.releasePermission();
        }
    }

    /** Whether nothing failed for as long as a circuit may be open. */
    synchronized boolean isAsNew() {
        return clock.instant().minus(LONGEST_OPEN).isAfter(failedAt);
    }

    /** A provider that says when to come back is there. */
    private static boolean isFailure(RuntimeException error) {
        return error instanceof ToolCallException.OutcomeUnknown
                || (error instanceof ToolCallException.Transient passing
                        && passing.retryAfter().isEmpty());
    }

    @Override
    public String toString() {
        return "Breaker[" + model + ", " + circuit.getState() + ", " + policy.openFor() + "]";
    }
}
