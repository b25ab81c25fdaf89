package dev.toolflow.tool;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said in one answer of what the key may still ask of the model. Immutable.
 *
 * @param requests of requests
 * @param tokens of tokens
 * @see <a href="https://platform.openai.com/docs/guides/rate-limits">OpenAI's guide "Rate limits", the headers</a>
 */
public record RateLimitStatus(Allowance requests, Allowance tokens) {

    /** Checks that nothing is missing. */
    public RateLimitStatus {
        Objects.requireNonNull(requests, "requests");
        Objects.requireNonNull(tokens, "tokens");
    }

    /** Nothing was said. */
    public static RateLimitStatus unknown() {
        return new RateLimitStatus(Allowance.unknown(), Allowance.unknown());
    }

    /** Returns whether nothing was said. */
    public boolean isUnknown() {
        return equals(unknown());
    }

    /** How much there is of one kind; each part may be unknown. Immutable. */
    public static final class Allowance {
        private static final Allowance UNKNOWN = new Allowance(null, null, null);

        private final @Nullable Long limit;
        private final @Nullable Long remaining;
        private final @Nullable Duration reset;

        private Allowance(@Nullable Long limit, @Nullable Long remaining, @Nullable Duration reset) {
            this.limit = limit;
            this.remaining = remaining;
            this.reset = reset;
        }

        /** Nothing was said. */
        public static Allowance unknown() {
            return UNKNOWN;
        }

        /** The same with the most per minute; at least 0. */
        public Allowance limit(long most) {
            return new Allowance(notNegative("limit", most), remaining, reset);
        }

        /** The same with what is left of it; at least 0. */
        public Allowance remaining(long left) {
            return new Allowance(limit, notNegative("remaining", left), reset);
        }

        /** The same with the time until nothing of it is used; not negative. */
        public Allowance reset(Duration until) {
            if (until.isNegative()) {
                throw new IllegalArgumentException("reset: must not be negative, was " + until);
            }
            return new Allowance(limit, remaining, until);
        }

        /** The most per minute, when it was said. */
        public OptionalLong limit() {
            return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
        }

        /** What is left of it, when it was said. */
        public OptionalLong remaining() {
            return remaining == null ? OptionalLong.empty() : OptionalLong.of(remaining);
        }

        /** The time until nothing of it is used, when it was said. */
        public Optional<Duration> reset() {
            return Optional.ofNullable(reset);
        }

        private static long notNegative(String name, long value) {
            if (value < 0) {
                throw new IllegalArgumentException(name + ": must not be negative, was " + value);
            }
            return value;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Allowance that
                    && Objects.equals(limit, that.limit)
                    && Objects.equals(remaining, that.remaining)
                    && Objects.equals(reset, that.reset);
        }

        @Override
        public int hashCode() {
            return Objects.hash(limit, remaining, reset);
        }

        @Override
        public String toString() {
            return "Allowance[limit=" + limit + ", remaining=" + remaining + ", reset=" + reset + "]";
        }
    }
}
