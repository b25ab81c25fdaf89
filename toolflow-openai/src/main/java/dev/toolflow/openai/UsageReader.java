package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import dev.toolflow.tool.TokenUsage;
import java.io.IOException;

/**
 * Reads {@code usage}, which chat and images spell differently: {@code prompt_tokens} and {@code completion_tokens}, or
 * {@code input_tokens} and {@code output_tokens}. A count that is missing, negative or no whole number is not reported.
 */
final class UsageReader {
    private static final long UNREPORTED = -1;

    private long input = UNREPORTED;
    private long output = UNREPORTED;
    private long cached = UNREPORTED;
    private long reasoning = UNREPORTED;
    private long imageInput = UNREPORTED;
    private long imageOutput = UNREPORTED;

    private UsageReader() {}

    /** Reads the value that the parser stands on. */
    static TokenUsage read(JsonParser json) throws IOException {
        UsageReader reader = new UsageReader();
        JsonFields.of(json, name -> reader.field(json, name));
        return reader.usage();
    }

    private void field(JsonParser json, String name) throws IOException {
        switch (name) {
            case "prompt_tokens", "input_tokens" -> input = count(json);
            case "completion_tokens", "output_tokens" -> output = count(json);
            case "prompt_tokens_details", "input_tokens_details" ->
                JsonFields.of(json, detail -> inputDetail(json, detail));
            case "completion_tokens_details", "output_tokens_details" ->
                JsonFields.of(json, detail -> outputDetail(json, detail));
            default -> json.skipChildren();
        }
    }

    private void inputDetail(JsonParser json, String name) throws IOException {
        switch (name) {
            case "cached_tokens" -> cached = count(json);
            case "image_tokens" -> imageInput = count(json);
            default -> json.skipChildren();
        }
    }

    private void outputDetail(JsonParser json, String name) throws IOException {
        switch (name) {
            case "reasoning_tokens" -> reasoning = count(json);
            case "image_tokens" -> imageOutput = count(json);
            default -> json.skipChildren();
        }
    }

    private static long count(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getNumberType() == NumberType.BIG_INTEGER) {
            json.skipChildren();
            return UNREPORTED;
        }
        return Math.max(UNREPORTED, json.getLongValue());
    }

    private TokenUsage usage() {
        if (input == UNREPORTED || output == UNREPORTED) {
            return TokenUsage.unreported();
        }
        TokenUsage usage = TokenUsage.of(input, output);
        usage = cached == UNREPORTED ? usage : usage.withCached(cached);
        usage = reasoning == UNREPORTED ? usage : usage.withReasoning(reasoning);
        usage = imageInput == UNREPORTED ? usage : usage.withImageInput(imageInput);
        return imageOutput == UNREPORTED ? usage : usage.withImageOutput(imageOutput);
    }
}
