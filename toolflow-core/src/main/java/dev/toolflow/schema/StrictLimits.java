package dev.toolflow.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How large a strict schema may be, as OpenAI's guide to structured outputs says. References count as what they refer
 * to, once.
 */
final class StrictLimits {
    private static final int PROPERTIES = 5_000;
    private static final int ENUM_VALUES = 1_000;
    private static final int LEVELS = 10;
    private static final int FEW_ENUM_VALUES = 250;
    private static final int ENUM_CHARACTERS = 15_000;
    private static final int CHARACTERS = 120_000;
    private static final List<String> NAMED = List.of("properties", "$defs");
    private static final String POINTER = "#/$defs/";

    private final JsonNode definitions;
    private final Map<String, Integer> deepest = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    private StrictLimits(ObjectNode schema) {
        this.definitions = schema.path("$defs");
    }

    static void check(ObjectNode schema, String rootName) {
        int properties = properties(schema);
        if (properties > PROPERTIES) {
            throw tooMany(rootName, properties, "properties", PROPERTIES);
        }
        int values = enumValues(schema);
        if (values > ENUM_VALUES) {
            throw tooMany(rootName, values, "enum values", ENUM_VALUES);
        }
        int characters = characters(schema);
        if (characters > CHARACTERS) {
            throw tooMany(rootName, characters, "characters in names and enum values", CHARACTERS);
        }
        new StrictLimits(schema).nest(schema, rootName, 0);
    }

    private static SchemaException tooMany(String rootName, int count, String what, int limit) {
        return new SchemaException(
                rootName,
                count + " " + what + " over all, a strict schema takes " + limit
                        + "; split the type over several steps");
    }

    private static int properties(JsonNode node) {
        int own = node.path("type").asText().equals("object")
                ? node.path("properties").size()
                : 0;
        int below = 0;
        for (JsonNode child : node) {
            below += properties(child);
        }
        return own + below;
    }

    private static int enumValues(JsonNode node) {
        int values = node.path("enum").isArray() ? node.get("enum").size() : 0;
        for (JsonNode child : node) {
            values += enumValues(child);
        }
        return values;
    }

    /** Those of the names of properties and definitions, and of all values of enums and constants. */
    private static int characters(JsonNode node) {
        int own = values(node) + node.path("const").asText().length();
        for (String named : NAMED) {
            for (Map.Entry<String, JsonNode> each : node.path(named).properties()) {
                own += each.getKey().length();
            }
        }
        for (JsonNode child : node) {
            own += characters(child);
        }
        return own;
    }

    private static int values(JsonNode node) {
        int characters = 0;
        for (JsonNode value : node.path("enum")) {
            characters += node.get("enum").isArray() ? value.asText().length() : 0;
        }
        return characters;
    }

    private static void requireShort(JsonNode node, String path) {
        int characters = values(node);
        if (node.path("enum").size() > FEW_ENUM_VALUES && characters > ENUM_CHARACTERS) {
            throw new SchemaException(
                    path,
                    "an enum of more than " + FEW_ENUM_VALUES + " values has " + characters
                            + " characters, a strict schema takes " + ENUM_CHARACTERS
                            + " in one; shorten its values, or ask for fewer of them");
        }
    }

    private void nest(JsonNode node, String path, int above) {
        int level = node.has("properties") ? above + 1 : above;
        if (level > LEVELS) {
            throw new SchemaException(path, "nested deeper than " + LEVELS + " objects; flatten the type");
        }
        requireShort(node, path);
        node.path("anyOf").forEach(branch -> nest(branch, path, level));
        if (node.has("items")) {
            nest(node.get("items"), path + "[]", level);
        }
        if (node.path("additionalProperties").isBoolean()) {
            node.get("properties")
                    .properties()
                    .forEach(each -> nest(each.getValue(), path + "." + each.getKey(), level));
        }
        follow(node.path("$ref").asText(), path, level);
    }

    private void follow(String pointer, String path, int level) {
        String name = pointer.startsWith(POINTER) ? pointer.substring(POINTER.length()) : "";
        boolean deeper = !name.isEmpty() && level > deepest.getOrDefault(name, -1);
        if (deeper && open.add(name)) {
            deepest.put(name, level);
            nest(definitions.get(name), path, level);
            open.remove(name);
        }
    }
}
