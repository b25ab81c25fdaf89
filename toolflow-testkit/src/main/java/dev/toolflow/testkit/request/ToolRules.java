package dev.toolflow.testkit.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What a chat request may say about its tools and its response format. */
final class ToolRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MOST_TOOLS = 128;
    private static final int LONGEST_DESCRIPTION = 1_024;

    private ToolRules() {}

    static void check(JsonNode body) {
        JsonNode tools = body.path("tools");
        if (tools.isMissingNode() || tools.isNull()) {
            refuseWithoutTools(body, "tool_choice");
            refuseWithoutTools(body, "parallel_tool_calls");
        } else {
            checkChoice(body.path("tool_choice"), checkTools(tools));
        }
        checkFormat(body.path("response_format"));
    }

    private static void refuseWithoutTools(JsonNode body, String param) {
        if (body.has(param) && !body.path(param).asText().equals("none")) {
            throw BadRequest.of(
                    "Invalid value for '" + param + "': '" + param + "' is only allowed when 'tools' are specified.",
                    param,
                    null);
        }
    }

    private static Set<String> checkTools(JsonNode tools) {
        if (!tools.isArray() || tools.isEmpty()) {
            throw BadRequest.of("Invalid 'tools': expected an array with minimum length 1.", "tools", "empty_array");
        }
        if (tools.size() > MOST_TOOLS) {
            throw BadRequest.of("Invalid 'tools': maximum length is 128.", "tools", "array_above_max_length");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tools.size(); i++) {
            names.add(checkTool(tools.get(i), "tools[" + i + "]"));
        }
        return names;
    }

    private static String checkTool(JsonNode tool, String where) {
        if (!tool.path("type").asText().equals("function")) {
            throw BadRequest.invalid(
                    "Invalid value for '" + where + ".type'. Supported values are: 'function'.", where + ".type");
        }
        JsonNode function = tool.path("function");
        if (!function.isObject()) {
            throw BadRequest.missing(where + ".function");
        }
        String name = function.path("name").asText("");
        if (!NAME.matcher(name).matches()) {
            throw BadRequest.invalid(
                    "Invalid '" + where + ".function.name': string does not match pattern '^[a-zA-Z0-9_-]{1,64}$'.",
                    where + ".function.name");
        }
        checkDescription(function, where);
        if (function.path("strict").asBoolean()) {
            new StrictSchema("function '" + name + "'", where + ".function.parameters")
                    .check(function.path("parameters"));
        }
        return name;
    }

    private static void checkDescription(JsonNode function, String where) {
        int length = function.path("description").asText().length();
        if (length > LONGEST_DESCRIPTION) {
            String param = where + ".function.description";
            throw BadRequest.of(
                    "Invalid '" + param + "': string too long. Expected a string with maximum length "
                            + LONGEST_DESCRIPTION + ", but got a string with length " + length + " instead.",
                    param,
                    "string_above_max_length");
        }
    }

    private static void checkChoice(JsonNode choice, Set<String> names) {
        if (choice.isMissingNode() || choice.isNull()) {
            return;
        }
        if (choice.isTextual()) {
            if (!Set.of("none", "auto", "required").contains(choice.asText())) {
                throw BadRequest.invalid("Invalid value: '" + choice.asText() + "'.", "tool_choice");
            }
            return;
        }
        String name = choice.path("function").path("name").asText("");
        if (!choice.path("type").asText().equals("function") || name.isEmpty()) {
            throw BadRequest.missing("tool_choice.function.name");
        }
        if (!names.contains(name)) {
            throw BadRequest.of(
                    "Tool choice 'function: " + name + "' not found in 'tools' parameter.", "tool_choice", null);
        }
    }

    private static void checkFormat(JsonNode format) {
        if (format.path("type").asText().equals("json_schema")) {
            JsonNode schema = format.path("json_schema");
            if (!NAME.matcher(schema.path("name").asText("")).matches()) {
                throw BadRequest.missing("response_format.json_schema.name");
            }
            if (schema.path("strict").asBoolean()) {
                String name = "response_format '" + schema.path("name").asText() + "'";
                new StrictSchema(name, "response_format").check(schema.path("schema"));
            }
        }
    }
}
