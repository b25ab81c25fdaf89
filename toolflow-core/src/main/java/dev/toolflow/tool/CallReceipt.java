package dev.toolflow.tool;

import org.jspecify.annotations.Nullable;

/**
 * What a call was and what it used, kept of every call that was answered, usable or not. Immutable.
 *
 * @param model the model that answered, as it names itself, or null when it did not say
 * @param requestId the provider's request id (header {@code x-request-id}), or null
 * @param responseId the id of the answer, or null
 * @param finishReason why the model stopped, or null
 * @param usage the tokens of the call; {@link TokenUsage#unreported()} when it did not say
 */
public record CallReceipt(
        @Nullable String model,
        @Nullable String requestId,
        @Nullable String responseId,
        @Nullable String finishReason,
        TokenUsage usage) {

    /** A receipt of a call of which nothing is known but that it cost nothing. */
    public static CallReceipt none() {
        return new CallReceipt(null, null, null, null, TokenUsage.none());
    }

    /** A receipt of a call that may have cost something no one reported. */
    public static CallReceipt unreported(@Nullable String model, @Nullable String requestId) {
        return new CallReceipt(model, requestId, null, null, TokenUsage.unreported());
    }

    /** The same call with another usage. */
    public CallReceipt withUsage(TokenUsage other) {
        return new CallReceipt(model, requestId, responseId, finishReason, other);
    }
}
