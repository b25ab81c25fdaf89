package dev.toolflow.record;

import dev.toolflow.tool.TokenUsage;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The tokens of calls. A part that no call reported is null, which is not 0. */
record UsageDocument(
        long input,
        long output,
        @Nullable Long cached,
        @Nullable Long reasoning,
        @Nullable Long imageInput,
        @Nullable Long imageOutput,
        long unreportedCalls) {

    UsageDocument {
        if (unreportedCalls < 0) {
            throw new IllegalArgumentException("unreportedCalls: must not be negative, was " + unreportedCalls);
        }
    }

    static UsageDocument of(TokenUsage usage) {
        return new UsageDocument(
                usage.input(),
                usage.output(),
                orNull(usage.cached()),
                orNull(usage.reasoning()),
                orNull(usage.imageInput()),
                orNull(usage.imageOutput()),
                usage.unreportedCalls());
    }

    TokenUsage usage() {
        TokenUsage usage = TokenUsage.of(input, output);
        usage = cached == null ? usage : usage.withCached(cached);
        usage = reasoning == null ? usage : usage.withReasoning(reasoning);
        usage = imageInput == null ? usage : usage.withImageInput(imageInput);
        usage = imageOutput == null ? usage : usage.withImageOutput(imageOutput);
        return usage.plus(unreported(unreportedCalls));
    }

    /** So many calls that reported nothing, put together from powers of two, for any number may stand in a document. */
    private static TokenUsage unreported(long calls) {
        TokenUsage sum = TokenUsage.none();
        TokenUsage power = TokenUsage.unreported();
        for (long rest = calls; rest > 0; rest >>= 1) {
            sum = (rest & 1) == 1 ? sum.plus(power) : sum;
            power = power.plus(power);
        }
        return sum;
    }

    private static @Nullable Long orNull(OptionalLong tokens) {
        return tokens.isPresent() ? tokens.getAsLong() : null;
    }
}
