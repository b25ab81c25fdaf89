package dev.toolflow.step;

import java.time.Duration;

/**
 * How a call that failed in transport is made again within one attempt. Immutable and thread-safe; every method that sets
 * something returns a copy.
 *
 * <p>Defaults: 3 calls; a pause of 0.5 s that doubles each time, with half of it up or down at random; a provider's
 * {@code Retry-After} is obeyed up to 60 s, and a longer one fails the step at once.
 */
public final class RetryPolicy {
    private static final RetryPolicy STANDARD = new RetryPolicy(3, Duration.ofMillis(500), Duration.ofMinutes(1));

    private final int maxCalls;
    private final Duration firstPause;
    private final Duration longestRetryAfter;

    private RetryPolicy(int maxCalls, Duration firstPause, Duration longestRetryAfter) {
        this.maxCalls = maxCalls;
        this.firstPause = firstPause;
        this.longestRetryAfter = longestRetryAfter;
    }

    /** The defaults. */
    public static RetryPolicy standard() {
        return STANDARD;
    }

    /** The most calls of one attempt, from 1 (no retry) to 20. Default 3. */
    public RetryPolicy maxCalls(int calls) {
        if (calls < 1 || calls > 20) {
            throw new IllegalArgumentException("maxCalls: must be from 1 to 20, was " + calls);
        }
        return new RetryPolicy(calls, firstPause, longestRetryAfter);
    }

    /** The pause before the second call, doubled for each further one up to 60 s; at least 1 ms. Default 0.5 s. */
    public RetryPolicy firstPause(Duration pause) {
        if (pause.toMillis() < 1) {
            throw new IllegalArgumentException("firstPause: must be at least 1 ms, was " + pause);
        }
        return new RetryPolicy(maxCalls, pause, longestRetryAfter);
    }

    /**
     * The longest {@code Retry-After} that is waited for; with a longer one the step fails at once, or goes on with its next
     * model. One that has a next model waits no longer for its turn under a rate limit either. Default 60 s.
     */
    public RetryPolicy longestRetryAfter(Duration longest) {
        if (longest.isNegative()) {
            throw new IllegalArgumentException("longestRetryAfter: must not be negative, was " + longest);
        }
        return new RetryPolicy(maxCalls, firstPause, longest);
    }

    /** The most calls of one attempt. */
    public int maxCalls() {
        return maxCalls;
    }

    /** The pause before the second call. */
    public Duration firstPause() {
        return firstPause;
    }

    /** The longest {@code Retry-After} that is waited for. */
    public Duration longestRetryAfter() {
        return longestRetryAfter;
    }
}
