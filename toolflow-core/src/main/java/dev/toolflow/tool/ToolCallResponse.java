package dev.toolflow.tool;

import java.util.Objects;

/**
 * What a call came back with, the same for chat and images. Immutable.
 *
 * @param output JSON: the arguments of the tool call, or for image tools
 *     {@code {"images":[{"sha256":"…","mime":"image/png","revised_prompt":"…"}],"prompt_sha256":"…"}}, which refers to images
 *     received in the call's {@linkplain CallContext#images() spool}; the prompt's hash is of the prompt as it was sent, and may
 *     be missing. Never holds bytes of an image.
 * @param receipt what the call was and what it used
 */
public record ToolCallResponse(String output, CallReceipt receipt) {

    /** Checks that both are there. */
    public ToolCallResponse {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(receipt, "receipt");
    }

    /** The tokens of this call. */
    public TokenUsage usage() {
        return receipt.usage();
    }

    @Override
    public String toString() {
        return "ToolCallResponse[" + output.length() + " characters, " + receipt + "]";
    }
}
