package dev.toolflow.tool;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The tokens of one call or of many: usages add up with {@link #plus}. Chat and images fill the same fields. Immutable.
 *
 * <p>{@code input} and {@code output} are sums of what was reported; {@link #unreportedCalls()} says how many calls
 * reported nothing, so that "not reported" is never taken for zero. The parts ({@code cached}, {@code reasoning},
 * {@code imageInput}, {@code imageOutput}) are contained in the sums and are empty where no call reported them.
 */
@JsonPropertyOrder({"input", "output", "total", "cached", "reasoning", "imageInput", "imageOutput", "unreportedCalls"})
public final class TokenUsage {
    private static final long UNKNOWN = -1;
    private static final TokenUsage NONE = new TokenUsage(0, 0, Parts.UNKNOWN_PARTS, 0);
    private static final TokenUsage UNREPORTED = new TokenUsage(0, 0, Parts.UNKNOWN_PARTS, 1);

    private final long input;
    private final long output;
    private final Parts parts;
    private final long unreportedCalls;

    private TokenUsage(long input, long output, Parts parts, long unreportedCalls) {
        this.input = input;
        this.output = output;
        this.parts = parts;
        this.unreportedCalls = unreportedCalls;
    }

    /** No call, no tokens: the neutral element of {@link #plus}. */
    public static TokenUsage none() {
        return NONE;
    }

    /** One call that did not say what it used. */
    public static TokenUsage unreported() {
        return UNREPORTED;
    }

    /**
     * One call that reported these tokens and no parts.
     *
     * @throws IllegalArgumentException when a count is negative
     */
    public static TokenUsage of(long input, long output) {
        return new TokenUsage(natural("input", input), natural("output", output), Parts.UNKNOWN_PARTS, 0);
    }

    /** The same with this many of the input tokens read from the provider's cache. */
    public TokenUsage withCached(long tokens) {
        return with(new Parts(natural("cached", tokens), parts.reasoning, parts.imageInput, parts.imageOutput));
    }

    /** The same with this many of the output tokens spent on reasoning. */
    public TokenUsage withReasoning(long tokens) {
        return with(new Parts(parts.cached, natural("reasoning", tokens), parts.imageInput, parts.imageOutput));
    }

    /** The same with this many of the input tokens spent on images. */
    public TokenUsage withImageInput(long tokens) {
        return with(new Parts(parts.cached, parts.reasoning, natural("imageInput", tokens), parts.imageOutput));
    }

    /** The same with this many of the output tokens spent on images. */
    public TokenUsage withImageOutput(long tokens) {
        return with(new Parts(parts.cached, parts.reasoning, parts.imageInput, natural("imageOutput", tokens)));
    }

    /** This usage and another together. A sum too great for a {@code long} stays at {@link Long#MAX_VALUE}. */
    public TokenUsage plus(TokenUsage other) {
        if (this.equals(NONE) || other.equals(NONE)) {
            return this.equals(NONE) ? other : this;
        }
        return new TokenUsage(
                saturated(input, other.input),
                saturated(output, other.output),
                parts.plus(other.parts),
                saturated(unreportedCalls, other.unreportedCalls));
    }

    /** Tokens sent, as reported; cached and image tokens are part of them. */
    @JsonProperty
    public long input() {
        return input;
    }

    /** Tokens received, as reported; reasoning and image tokens are part of them. */
    @JsonProperty
    public long output() {
        return output;
    }

    /** Input and output together, at most {@link Long#MAX_VALUE}. */
    @JsonProperty
    public long total() {
        return saturated(input, output);
    }

    /** Input tokens read from the provider's cache, empty when not reported. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public OptionalLong cached() {
        return known(parts.cached);
    }

    /** Output tokens spent on reasoning, empty when not reported. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public OptionalLong reasoning() {
        return known(parts.reasoning);
    }

    /** Input tokens spent on images, empty when not reported. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public OptionalLong imageInput() {
        return known(parts.imageInput);
    }

    /** Output tokens spent on images, empty when not reported. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public OptionalLong imageOutput() {
        return known(parts.imageOutput);
    }

    /** How many calls did not say what they used; 0 means that the sums are complete. */
    @JsonProperty
    public long unreportedCalls() {
        return unreportedCalls;
    }

    /** Returns whether every call said what it used. */
    public boolean isComplete() {
        return unreportedCalls == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenUsage that
                && input == that.input
                && output == that.output
                && unreportedCalls == that.unreportedCalls
                && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(input, output, parts, unreportedCalls);
    }

    @Override
    public String toString() {
        return "TokenUsage[input=" + input + ", output=" + output
                + (isComplete() ? "" : ", unreportedCalls=" + unreportedCalls) + "]";
    }

    private TokenUsage with(Parts other) {
        return new TokenUsage(input, output, other, unreportedCalls);
    }

    private static OptionalLong known(long tokens) {
        return tokens == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(tokens);
    }

    /** A server may report anything; a sum that turned negative would pay for the calls before it. */
    private static long saturated(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private static long natural(String name, long tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException(name + ": must not be negative, was " + tokens);
        }
        return tokens;
    }

    private record Parts(long cached, long reasoning, long imageInput, long imageOutput) {
        static final Parts UNKNOWN_PARTS = new Parts(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);

        Parts plus(Parts other) {
            return new Parts(
                    sum(cached, other.cached),
                    sum(reasoning, other.reasoning),
                    sum(imageInput, other.imageInput),
                    sum(imageOutput, other.imageOutput));
        }

        private static long sum(long a, long b) {
            if (a == UNKNOWN) {
                return b;
            }
            return b == UNKNOWN ? a : saturated(a, b);
        }
    }
}
