package dev.toolflow.testkit.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a chat model's family takes: the token limit's name, the temperature, the reasoning effort. Models of unknown name
 * (a gateway's) take everything. Source: OpenAI's model pages and the refusals that users report for tools with reasoning.
 */
final class ModelRules {

    private static final Pattern GPT = Pattern.compile("gpt-(\\d+)(?:\\.(\\d+))?(.*)");
    private static final Pattern O_SERIES = Pattern.compile("o\\d.*");
    private static final Pattern IMAGE = Pattern.compile("(gpt-image|dall-e|chatgpt-image).*");

    private enum Family {
        UNKNOWN(Set.of()),
        BEFORE_REASONING(Set.of()),
        O_SERIES(Set.of("low", "medium", "high")),
        GPT_5(Set.of("minimal", "low", "medium", "high")),
        GPT_5_1(Set.of("none", "low", "medium", "high", "xhigh")),
        GPT_5_4(Set.of("none", "low", "medium", "high", "xhigh")),
        GPT_5_6(Set.of("none", "low", "medium", "high", "xhigh"));

        @SuppressWarnings("ImmutableEnumChecker") // always Set.of
        private final Set<String> efforts;

        Family(Set<String> efforts) {
            this.efforts = efforts;
        }

        boolean reasons() {
            return !efforts.isEmpty();
        }

        static Family ofGpt(int major, int minor, String rest) {
            if (major < 5 || rest.startsWith("-chat")) {
                return BEFORE_REASONING;
            }
            int version = major * 10 + minor;
            return version == 50 ? GPT_5 : version < 54 ? GPT_5_1 : version < 56 ? GPT_5_4 : GPT_5_6;
        }
    }

    private final String model;
    private final Family family;

    private ModelRules(String model, Family family) {
        this.model = model;
        this.family = family;
    }

    static ModelRules of(String model) {
        if (IMAGE.matcher(model).matches()) {
            throw BadRequest.ofStatus(
                    404,
                    "This is not a chat model and thus not supported in the v1/chat/completions endpoint.",
                    "model",
                    null);
        }
        Matcher gpt = GPT.matcher(model);
        if (gpt.matches()) {
            int minor = gpt.group(2) == null ? 0 : Integer.parseInt(gpt.group(2));
            return new ModelRules(model, Family.ofGpt(Integer.parseInt(gpt.group(1)), minor, gpt.group(3)));
        }
        return new ModelRules(model, O_SERIES.matcher(model).matches() ? Family.O_SERIES : Family.UNKNOWN);
    }

    void check(JsonNode body) {
        checkLimit(body);
        checkEffort(body);
        checkTemperature(body);
    }

    private void checkLimit(JsonNode body) {
        if (family.reasons() && body.has("max_tokens")) {
            throw BadRequest.of(
                    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'"
                            + " instead.",
                    "max_tokens",
                    "unsupported_parameter");
        }
        JsonNode limit = body.path("max_completion_tokens");
        if (!limit.isMissingNode() && !limit.isNull() && (!limit.canConvertToInt() || limit.asInt() < 1)) {
            throw BadRequest.of(
                    "Invalid 'max_completion_tokens': integer below minimum value. Expected a value >= 1.",
                    "max_completion_tokens",
                    "integer_below_min_value");
        }
    }

    private void checkEffort(JsonNode body) {
        if (family == Family.UNKNOWN) {
            return;
        }
        String effort = body.path("reasoning_effort").asText("");
        if (!effort.isEmpty() && !family.reasons()) {
            throw BadRequest.of(
                    "Unrecognized request argument supplied: reasoning_effort",
                    "reasoning_effort",
                    "unsupported_parameter");
        }
        if (!effort.isEmpty() && !family.efforts.contains(effort)) {
            throw BadRequest.of(
                    "Unsupported value: 'reasoning_effort' does not support '" + effort + "' with this model. Supported"
                            + " values are: " + family.efforts.stream().sorted().toList() + ".",
                    "reasoning_effort",
                    "unsupported_value");
        }
        checkToolsWith(effort, body);
    }

    private void checkToolsWith(String effort, JsonNode body) {
        if (body.has("tools") && refusesTools(effort)) {
            throw BadRequest.of(
                    "Function tools with reasoning_effort are not supported for " + model + " in /v1/chat/completions."
                            + " To use function tools, use /v1/responses or set reasoning_effort to 'none'.",
                    "reasoning_effort",
                    null);
        }
    }

    private boolean refusesTools(String effort) {
        return switch (family) {
            case GPT_5_4 -> !effort.isEmpty() && !effort.equals("none");
            case GPT_5_6 -> !effort.equals("none");
            default -> false;
        };
    }

    private void checkTemperature(JsonNode body) {
        JsonNode temperature = body.path("temperature");
        if (temperature.isMissingNode() || temperature.isNull()) {
            return;
        }
        if (!temperature.isNumber() || temperature.asDouble() < 0 || temperature.asDouble() > 2) {
            throw BadRequest.of(
                    "Invalid 'temperature': expected a decimal between 0 and 2.",
                    "temperature",
                    "decimal_out_of_range");
        }
        boolean thinks =
                family.reasons() && !body.path("reasoning_effort").asText("").equals("none");
        if (thinks && temperature.asDouble() != 1) {
            throw BadRequest.of(
                    "Unsupported value: 'temperature' does not support " + temperature
                            + " with this model. Only the default" + " (1) value is supported.",
                    "temperature",
                    "unsupported_value");
        }
    }
}
