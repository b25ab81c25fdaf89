package dev.toolflow.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The limits of an account, told in the headers of every reply: so much in each minute from the first request on. Thread-safe. */
final class MinuteLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Map<String, String> GENEROUS = Map.of(
            "x-ratelimit-limit-requests", "10000",
            "x-ratelimit-remaining-requests", "9999",
            "x-ratelimit-reset-requests", "6ms",
            "x-ratelimit-limit-tokens", "10000000",
            "x-ratelimit-remaining-tokens", "9999000",
            "x-ratelimit-reset-tokens", "6ms");

    private final @Nullable Most most;
    private final Clock clock;
    private final LongSupplier billedTokens;
    private Instant end = Instant.MIN;
    private long requests;
    private long billedBefore;

    /** How much a minute allows. */
    record Most(int requests, long tokens) {}

    /** @param most null where nothing is limited */
    MinuteLimits(@Nullable Most most, Clock clock, LongSupplier billedTokens) {
        this.most = most;
        this.clock = clock;
        this.billedTokens = billedTokens;
    }

    /** Counts a request; returns how long the client has to wait if it is one too many. */
    synchronized Optional<Duration> take() {
        if (most == null) {
            return Optional.empty();
        }
        begin();
        if (requests < most.requests && left(most) > 0) {
            requests++;
            return Optional.empty();
        }
        return Optional.of(reset());
    }

    synchronized Map<String, String> headers() {
        if (most == null) {
            return GENEROUS;
        }
        String reset = reset().toMillis() + "ms";
        return Map.of(
                "x-ratelimit-limit-requests", String.valueOf(most.requests),
                "x-ratelimit-remaining-requests", String.valueOf(most.requests - requests),
                "x-ratelimit-reset-requests", reset,
                "x-ratelimit-limit-tokens", String.valueOf(most.tokens),
                "x-ratelimit-remaining-tokens", String.valueOf(left(most)),
                "x-ratelimit-reset-tokens", reset);
    }

    private long left(Most allowed) {
        return Math.max(0, allowed.tokens - (billedTokens.getAsLong() - billedBefore));
    }

    private Duration reset() {
        Duration reset = Duration.between(clock.instant(), end);
        return reset.isNegative() ? Duration.ZERO : reset;
    }

    private void begin() {
        Instant now = clock.instant();
        if (!now.isBefore(end)) {
            end = now.plus(MINUTE);
            requests = 0;
            billedBefore = billedTokens.getAsLong();
        }
    }
}
