package dev.toolflow.testkit;

/**
 * What one answered request was billed, in tokens.
 *
 * @param requestId the reply's {@code x-request-id}
 * @param endpoint where it was
 * @param input all input tokens
 * @param output all output tokens
 * @param cached the part of the input that was cached
 * @param reasoning the part of the output that was reasoning
 * @param imageInput the part of the input that was pictures
 * @param imageOutput the part of the output that was pictures
 */
public record BilledCall(
        String requestId,
        Endpoint endpoint,
        long input,
        long output,
        long cached,
        long reasoning,
        long imageInput,
        long imageOutput) {}
