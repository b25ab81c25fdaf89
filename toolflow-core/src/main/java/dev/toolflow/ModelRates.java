package dev.toolflow;

import dev.toolflow.limit.RateLimits;
import dev.toolflow.tool.RateLimitStatus;
import dev.toolflow.tool.RateLimitStatus.Allowance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The rates of one model and key: those configured, and what the provider says of them. Guarded by its {@link RateGate}. */
final class ModelRates {
    /** A provider's longer wait is not believed, as with its other hints. */
    private static final Duration LONGEST_RESET = Duration.ofSeconds(60);

    private final Clock clock;
    private final @Nullable RateBucket requests;
    private final @Nullable RateBucket tokens;
    private final @Nullable RateBucket images;
    private Instant requestsUsedUpUntil = Instant.MIN;
    private Instant tokensUsedUpUntil = Instant.MIN;

    ModelRates(RateLimits limits, Clock clock) {
        this.clock = clock;
        this.requests = bucket(
                limits.requestsPerMinute().isPresent()
                        ? OptionalLong.of(limits.requestsPerMinute().getAsInt())
                        : OptionalLong.empty());
        this.tokens = bucket(limits.tokensPerMinute());
        this.images = bucket(
                limits.imagesPerMinute().isPresent()
                        ? OptionalLong.of(limits.imagesPerMinute().getAsInt())
                        : OptionalLong.empty());
    }

    private @Nullable RateBucket bucket(OptionalLong perMinute) {
        return perMinute.isPresent() ? new RateBucket(perMinute.getAsLong(), clock) : null;
    }

    boolean countsTokens() {
        return tokens != null;
    }

    /** What holds a call up, and for how long. */
    record Hold(Duration length, String what) {
        static final Hold NONE = new Hold(Duration.ZERO, "");
        static final Hold QUEUE = new Hold(Duration.ofNanos(1), "calls that came before");

        boolean isNone() {
            return length.isZero();
        }

        Hold longer(Hold other) {
            return other.length.compareTo(length) > 0 ? other : this;
        }
    }

    /** What holds so much up now, were it the next. */
    Hold holdOf(CallNeed need) {
        return usedUp().longer(hold(requests, need.requests(), "requests per minute"))
                .longer(hold(tokens, need.tokens(), "tokens per minute"))
                .longer(hold(images, need.images(), "images per minute"));
    }

    private Hold usedUp() {
        Instant now = clock.instant();
        Instant usedUpUntil = requestsUsedUpUntil.isAfter(tokensUsedUpUntil) ? requestsUsedUpUntil : tokensUsedUpUntil;
        return usedUpUntil.isAfter(now)
                ? new Hold(Duration.between(now, usedUpUntil), "the provider's limit, which is used up")
                : Hold.NONE;
    }

    private static Hold hold(@Nullable RateBucket bucket, long count, String what) {
        return bucket == null || count == 0 ? Hold.NONE : new Hold(bucket.waitFor(count), what);
    }

    /** Whether nothing is used. */
    boolean isWhole() {
        return usedUp().isNone() && isWhole(requests) && isWhole(tokens) && isWhole(images);
    }

    private static boolean isWhole(@Nullable RateBucket bucket) {
        return bucket == null || bucket.isFull();
    }

    /** Whether so much may be held at all, however long one waits. */
    boolean canHold(CallNeed need) {
        return canHold(requests, need.requests()) && canHold(tokens, need.tokens()) && canHold(images, need.images());
    }

    private static boolean canHold(@Nullable RateBucket bucket, long count) {
        return bucket == null || bucket.canHold(count);
    }

    void take(CallNeed need) {
        if (requests != null) {
            requests.take(need.requests());
        }
        if (tokens != null) {
            tokens.take(need.tokens());
        }
        if (images != null) {
            images.take(need.images());
        }
    }

    void giveBack(CallNeed need) {
        if (requests != null) {
            requests.giveBack(need.requests());
        }
        if (tokens != null) {
            tokens.giveBack(need.tokens());
        }
        if (images != null) {
            images.giveBack(need.images());
        }
    }

    /** What the provider said in an answer. */
    void told(RateLimitStatus status) {
        requestsUsedUpUntil = told(status.requests(), requests, requestsUsedUpUntil);
        tokensUsedUpUntil = told(status.tokens(), tokens, tokensUsedUpUntil);
    }

    /** Returns until when there is nothing left. A limit of nothing is none: models that do not count something are told so. */
    private Instant told(Allowance allowance, @Nullable RateBucket bucket, Instant before) {
        if (allowance.limit().orElse(1) == 0) {
            return before;
        }
        if (bucket != null) {
            allowance.limit().ifPresent(bucket::limitIs);
            allowance.remaining().ifPresent(bucket::remaining);
        }
        if (allowance.remaining().orElse(0) > 0) {
            return Instant.MIN;
        }
        if (allowance.remaining().isEmpty() || allowance.reset().isEmpty()) {
            return before;
        }
        Duration reset = allowance.reset().orElseThrow();
        Instant until = clock.instant().plus(reset.compareTo(LONGEST_RESET) < 0 ? reset : LONGEST_RESET);
        return until.isAfter(before) ? until : before;
    }
}
