package dev.toolflow.testkit.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * What {@code POST /v1/chat/completions} refuses, after OpenAI's API reference and the refusals users report.
 */
public final class ChatRules {

    private static final Set<String> PARAMETERS = Set.of(
            "audio",
            "frequency_penalty",
            "logit_bias",
            "logprobs",
            "max_completion_tokens",
            "max_tokens",
            "messages",
            "metadata",
            "modalities",
            "model",
            "n",
            "parallel_tool_calls",
            "prediction",
            "presence_penalty",
            "prompt_cache_key",
            "prompt_cache_retention",
            "reasoning_effort",
            "response_format",
            "safety_identifier",
            "seed",
            "service_tier",
            "stop",
            "store",
            "stream",
            "stream_options",
            "temperature",
            "tool_choice",
            "tools",
            "top_logprobs",
            "top_p",
            "user",
            "verbosity",
            "web_search_options");
    private static final Set<String> STREAM_OPTIONS = Set.of("include_usage", "include_obfuscation");
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");

    private ChatRules() {}

    /**
     * Checks a whole request.
     *
     * @throws BadRequest with OpenAI's wording, parameter and code
     */
    public static void check(JsonNode body) {
        if (!body.isObject()) {
            throw BadRequest.of("We could not parse the JSON body of your request.", null, null);
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!PARAMETERS.contains(name)) {
                throw BadRequest.of("Unrecognized request argument supplied: " + name, null, null);
            }
        });
        String model = body.path("model").asText("");
        if (model.isBlank()) {
            throw BadRequest.of("you must provide a model parameter", null, null);
        }
        checkStream(body.path("stream"), body.path("stream_options"));
        checkMessages(body.path("messages"));
        ToolRules.check(body);
        ModelRules.of(model).check(body);
    }

    private static void checkStream(JsonNode stream, JsonNode options) {
        if (!stream.isMissingNode() && !stream.isNull() && !stream.isBoolean()) {
            throw BadRequest.wrongType("stream", "a boolean");
        }
        if (options.isMissingNode() || options.isNull()) {
            return;
        }
        if (!stream.asBoolean()) {
            throw BadRequest.of(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null);
        }
        options.properties().forEach(option -> {
            String param = "stream_options." + option.getKey();
            if (!STREAM_OPTIONS.contains(option.getKey())) {
                throw BadRequest.of("Unknown parameter: '" + param + "'.", param, "unknown_parameter");
            }
            if (!option.getValue().isBoolean()) {
                throw BadRequest.wrongType(param, "a boolean");
            }
        });
    }

    private static void checkMessages(JsonNode messages) {
        if (messages.isMissingNode()) {
            throw BadRequest.missing("messages");
        }
        if (!messages.isArray() || messages.isEmpty()) {
            throw BadRequest.of(
                    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array"
                            + " instead.",
                    "messages",
                    "empty_array");
        }
        VisionRules pictures = new VisionRules();
        for (int i = 0; i < messages.size(); i++) {
            checkMessage(messages.get(i), "messages[" + i + "]", pictures);
        }
    }

    private static void checkMessage(JsonNode message, String where, VisionRules pictures) {
        String role = message.path("role").asText("");
        if (!ROLES.contains(role)) {
            throw BadRequest.invalid(
                    "Invalid value: '" + role + "'. Supported values are: 'system', 'assistant', 'user', 'function',"
                            + " 'tool', and 'developer'.",
                    where + ".role");
        }
        if (role.equals("tool") && !message.path("tool_call_id").isTextual()) {
            throw BadRequest.missing(where + ".tool_call_id");
        }
        JsonNode content = message.path("content");
        if (content.isArray()) {
            for (int i = 0; i < content.size(); i++) {
                checkPart(content.get(i), role, where + ".content[" + i + "]", pictures);
            }
        } else if (!content.isTextual() && !(role.equals("assistant") && message.has("tool_calls"))) {
            throw BadRequest.wrongType(where + ".content", "a string or an array of content parts");
        }
    }

    private static void checkPart(JsonNode part, String role, String where, VisionRules pictures) {
        String type = part.path("type").asText("");
        switch (type) {
            case "text" -> {
                if (!part.path("text").isTextual()) {
                    throw BadRequest.missing(where + ".text");
                }
            }
            case "image_url" -> pictures.check(part.path("image_url"), role, where + ".image_url");
            default ->
                throw BadRequest.invalid(
                        "Invalid value: '" + type + "'. Supported values are: 'text' and 'image_url'.",
                        where + ".type");
        }
    }
}
