package dev.toolflow.limit;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much an engine may ask of one model with one key, per minute: what the account's tier allows. Immutable and thread-safe;
 * every method that sets something returns a copy. By default nothing is limited.
 *
 * <p>Each limit is a bucket that holds a minute's worth and is refilled continuously, as OpenAI's own are: after a rest a whole
 * minute's worth may go at once, and then as many as are refilled. All runs of an engine share it. Where the provider tells
 * lower limits in its answers ({@code x-ratelimit-limit-*}), those hold.
 *
 * <pre>{@code
 * var engine = ToolFlowEngine.builder(service)
 *     .limits(RateLimits.none().requestsPerMinute(500).tokensPerMinute(200_000))
 *     .limits("gpt-image", RateLimits.none().imagesPerMinute(5))
 *     .build();
 * }</pre>
 *
 * @see <a href="https://platform.openai.com/docs/guides/rate-limits">OpenAI's guide "Rate limits"</a>
 */
public final class RateLimits {
    private static final long MOST_TOKENS = 10_000_000_000L;
    private static final RateLimits NONE =
            new RateLimits(OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty());

    private final OptionalInt requests;
    private final OptionalLong tokens;
    private final OptionalInt images;

    private RateLimits(OptionalInt requests, OptionalLong tokens, OptionalInt images) {
        this.requests = requests;
        this.tokens = tokens;
        this.images = images;
    }

    /** Nothing is limited. */
    public static RateLimits none() {
        return NONE;
    }

    /**
     * The most calls per minute, at least 1; a repeat counts as a call.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public RateLimits requestsPerMinute(int most) {
        return new RateLimits(OptionalInt.of((int) checked("requestsPerMinute", most)), tokens, images);
    }

    /**
     * The most tokens per minute, from 1 to 10,000,000,000: those sent and those answered. A call counts as its estimate, which
     * has the whole limit of its answer in it, and as what it really took once that is known. One that is estimated at more
     * than a minute's worth waits for a minute's worth.
     *
     * @throws IllegalArgumentException if it is out of bounds
     */
    public RateLimits tokensPerMinute(long most) {
        return new RateLimits(requests, OptionalLong.of(checked("tokensPerMinute", most)), images);
    }

    /**
     * The most pictures per minute, at least 1. A call that asks for more than a minute's worth waits for a minute's worth.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public RateLimits imagesPerMinute(int most) {
        return new RateLimits(requests, tokens, OptionalInt.of((int) checked("imagesPerMinute", most)));
    }

    /** The most calls per minute; empty where they are not limited. */
    public OptionalInt requestsPerMinute() {
        return requests;
    }

    /** The most tokens per minute; empty where they are not limited. */
    public OptionalLong tokensPerMinute() {
        return tokens;
    }

    /** The most pictures per minute; empty where they are not limited. */
    public OptionalInt imagesPerMinute() {
        return images;
    }

    private static long checked(String name, long most) {
        if (most < 1 || most > MOST_TOKENS) {
            throw new IllegalArgumentException(name + ": must be at least 1 and at most 10,000,000,000, was " + most);
        }
        return most;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RateLimits that
                && requests.equals(that.requests)
                && tokens.equals(that.tokens)
                && images.equals(that.images);
    }

    @Override
    public int hashCode() {
        return Objects.hash(requests, tokens, images);
    }

    @Override
    public String toString() {
        return "RateLimits[requests=" + requests + ", tokens=" + tokens + ", images=" + images + "]";
    }
}
