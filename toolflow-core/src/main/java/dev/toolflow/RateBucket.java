package dev.toolflow;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One rate: a bucket that holds a minute's worth and is refilled continuously. Guarded by its {@link RateGate}. */
final class RateBucket {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final long configured;
    private final Bucket bucket;
    private long limit;

    RateBucket(long perMinute, Clock clock) {
        this.configured = perMinute;
        this.limit = perMinute;
        this.bucket = Bucket.builder()
                .addLimit(bandwidth -> bandwidth.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .withCustomTimePrecision(new ClockMeter(clock))
                .build();
    }

    /** How long until it holds so many, or all that it can hold. */
    Duration waitFor(long count) {
        long held = Math.min(count, limit);
        long beyond = count - held;
        Duration wait = Duration.ofNanos(
                bucket.estimateAbilityToConsume(Math.max(1, held)).getNanosToWaitForRefill());
        return wait.plusNanos((long) ((double) beyond / limit * MINUTE.toNanos()));
    }

    boolean isFull() {
        return bucket.getAvailableTokens() >= limit;
    }

    /** Whether it holds so many when it is full. */
    boolean canHold(long count) {
        return count <= limit;
    }

    /** Takes so many, whether it holds them or not: what is missing has to be refilled before it holds one again. */
    void take(long count) {
        if (count > 0) {
            bucket.consumeIgnoringRateLimits(count);
        }
    }

    /** Puts back what was taken and not used. */
    void giveBack(long count) {
        if (count > 0) {
            bucket.addTokens(count);
        }
    }

    /** The provider's own limit: what holds is the lower. */
    void limitIs(long perMinute) {
        long lower = Math.max(1, Math.min(configured, perMinute));
        if (lower != limit) {
            limit = lower;
            bucket.replaceConfiguration(
                    BucketConfiguration.builder()
                            .addLimit(bandwidth -> bandwidth.capacity(lower).refillGreedy(lower, MINUTE))
                            .build(),
                    TokensInheritanceStrategy.PROPORTIONALLY);
        }
    }

    /** The provider counts that so many are left: others may use them too, so that what holds is the lower. */
    void remaining(long left) {
        take(bucket.getAvailableTokens() - left);
    }

    /** The engine's clock as the bucket asks it. A clock that is set back refills nothing meanwhile. */
    private record ClockMeter(Clock clock) implements TimeMeter {
        private static final long NANOS = Duration.ofSeconds(1).toNanos();

        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return now.getEpochSecond() * NANOS + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
