package dev.toolflow.budget;

import dev.toolflow.tool.ToolCallRequest;

/**
 * Tells, before a call is made, how many input tokens it may have at most: by this a budget is reserved and a plan made. What
 * a call took is told by its usage alone. Thread-safe and quick: it is asked before each call.
 *
 * <pre>{@code
 * TokenEstimator exact = request -> 50 + encoding.countTokens(request.tool().instructions() + request.input().json());
 * }</pre>
 */
@FunctionalInterface
public interface TokenEstimator {

    /** The most input tokens, pictures included; not negative. */
    long inputTokens(ToolCallRequest request);

    /**
     * Half as many tokens as all that is sent has bytes in UTF-8, and pictures by their size as the models bill them that take
     * most. OpenAI's encodings make fewer tokens of prose, code and most JSON; of long lists of numbers, hex, base64, ids and rare
     * scripts they make up to one for each byte. Where inputs are mostly such, count them exactly, or take
     * {@code request -> 2 * TokenEstimator.standard().inputTokens(request)}.
     */
    static TokenEstimator standard() {
        return SentBytes.ESTIMATOR;
    }
}
