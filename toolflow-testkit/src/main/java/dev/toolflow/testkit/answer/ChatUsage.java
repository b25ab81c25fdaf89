package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Plausible token counts of one chat call, the same for the same request: four characters are a token, long prompts are
 * half cached, effort costs reasoning tokens.
 */
record ChatUsage(int input, int cached, int output, int reasoning) {

    private static final int LOW_DETAIL_TOKENS = 85;

    static ChatUsage of(JsonNode request, String written) {
        int input = 7 + request.path("tools").toString().length() / 5;
        for (JsonNode message : request.path("messages")) {
            input += 4 + message.path("content").asText("").length() / 4;
            for (JsonNode part : message.path("content")) {
                input += part.path("text").asText("").length() / 4 + image(part);
            }
        }
        int cached = input < 1024 ? 0 : input / 256 * 128;
        int reasoning = reasoning(request.path("reasoning_effort").asText(""));
        return new ChatUsage(input, cached, 9 + tokens(written) + reasoning, reasoning);
    }

    static int tokens(String text) {
        return (text.length() + 3) / 4;
    }

    private static int image(JsonNode part) {
        if (!part.has("image_url")) {
            return 0;
        }
        JsonNode image = part.path("image_url");
        return image.path("detail").asText().equals("low")
                ? LOW_DETAIL_TOKENS
                : VisionTokens.of(image.path("url").asText());
    }

    private static int reasoning(String effort) {
        if (Set.of("", "none", "minimal").contains(effort)) {
            return 0;
        }
        return effort.equals("low") ? 64 : effort.equals("medium") ? 256 : 576;
    }

    ObjectNode json() {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        usage.put("prompt_tokens", input).put("completion_tokens", output).put("total_tokens", input + output);
        usage.putObject("prompt_tokens_details").put("cached_tokens", cached).put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", reasoning)
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        return usage;
    }
}
