package dev.toolflow.testkit.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** The rules a schema must meet under {@code strict: true}. Source: OpenAI's guide "Structured outputs", supported schemas. */
final class StrictSchema {

    private static final int MOST_PROPERTIES = 5_000;
    private static final int MOST_ENUM_VALUES = 1_000;
    private static final int MOST_LEVELS = 10;
    private static final int FEW_ENUM_VALUES = 250;
    private static final int MOST_ENUM_CHARACTERS = 15_000;
    private static final int MOST_CHARACTERS = 120_000;
    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "const",
            "anyOf",
            "$ref",
            "$defs",
            "definitions",
            "$schema",
            "$id",
            "title",
            "description",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength");
    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

    private final String owner;
    private final String param;
    private final Deque<String> path = new ArrayDeque<>();
    private final Set<String> open = new HashSet<>();
    private JsonNode root = MissingNode.getInstance();
    private int properties;
    private int enumValues;
    private int characters;

    StrictSchema(String owner, String param) {
        this.owner = owner;
        this.param = param;
    }

    void check(JsonNode schema) {
        root = schema;
        if (!schema.path("type").asText().equals("object") || schema.has("anyOf")) {
            throw refusal("schema must be a JSON Schema of 'type: \"object\"', without 'anyOf' at its root.");
        }
        node(schema);
        for (String defs : new String[] {"$defs", "definitions"}) {
            schema.path(defs).properties().forEach(def -> {
                characters += def.getKey().length();
                within(def.getValue(), defs, def.getKey());
            });
        }
        limit(properties, MOST_PROPERTIES, "object properties");
        limit(enumValues, MOST_ENUM_VALUES, "enum values");
        limit(characters, MOST_CHARACTERS, "characters in names and enum values");
        depth(schema, 0);
    }

    private void node(JsonNode schema) {
        if (!schema.isObject()) {
            throw refusal("schema must be an object.");
        }
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!KEYWORDS.contains(keyword)) {
                throw refusal("'" + keyword + "' is not permitted.");
            }
        });
        if (schema.has("$ref")) {
            reference(schema);
            return;
        }
        if (!schema.has("type") && !schema.has("anyOf") && !schema.has("enum") && !schema.has("const")) {
            throw refusal("schema must have a 'type' key.");
        }
        values(schema);
        format(schema.path("format"));
        object(schema);
        array(schema);
        for (int i = 0; i < schema.path("anyOf").size(); i++) {
            within(schema.path("anyOf").get(i), "anyOf", String.valueOf(i));
        }
    }

    private void values(JsonNode schema) {
        int length = 0;
        for (JsonNode value : schema.path("enum")) {
            length += value.asText().length();
        }
        if (schema.path("enum").size() > FEW_ENUM_VALUES) {
            limit(length, MOST_ENUM_CHARACTERS, "characters in an enum of many values");
        }
        enumValues += schema.path("enum").size();
        characters += length + schema.path("const").asText().length();
    }

    private void reference(JsonNode schema) {
        Set<String> beside = new TreeSet<>();
        schema.fieldNames().forEachRemaining(beside::add);
        beside.remove("$ref");
        if (!beside.isEmpty() && path.size() > 0) {
            throw refusal("$ref cannot have keywords " + beside + ".");
        }
        if (resolve(schema).isMissingNode()) {
            throw refusal("reference '" + schema.path("$ref").asText() + "' can not be resolved.");
        }
    }

    private JsonNode resolve(JsonNode schema) {
        String ref = schema.path("$ref").asText();
        return ref.equals("#") ? root : ref.startsWith("#/") ? root.at(ref.substring(1)) : MissingNode.getInstance();
    }

    private void object(JsonNode schema) {
        if (!schema.has("properties") && !isType(schema, "object")) {
            return;
        }
        JsonNode additional = schema.path("additionalProperties");
        if (!additional.isBoolean() || additional.asBoolean()) {
            throw refusal("'additionalProperties' is required to be supplied and to be false.");
        }
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(property -> {
            properties++;
            characters += property.getKey().length();
            if (!required.remove(property.getKey())) {
                throw refusal(
                        "'required' is required to be supplied and to be an array including every key in properties."
                                + " Missing '" + property.getKey() + "'.");
            }
            within(property.getValue(), "properties", property.getKey());
        });
        if (!required.isEmpty()) {
            throw refusal("'required' names unknown properties: " + new TreeSet<>(required) + ".");
        }
    }

    private void array(JsonNode schema) {
        if (schema.has("items")) {
            within(schema.path("items"), "items");
        } else if (isType(schema, "array")) {
            throw refusal("array schema missing items.");
        }
    }

    private void format(JsonNode format) {
        if (format.isTextual() && !FORMATS.contains(format.asText())) {
            throw refusal("'" + format.asText() + "' is not a supported format.");
        }
    }

    private static boolean isType(JsonNode schema, String type) {
        JsonNode types = schema.path("type");
        for (JsonNode candidate : types) {
            if (candidate.asText().equals(type)) {
                return true;
            }
        }
        return types.asText().equals(type);
    }

    private void within(JsonNode schema, String... steps) {
        for (String step : steps) {
            path.addLast("'" + step + "'");
        }
        node(schema);
        for (int i = 0; i < steps.length; i++) {
            path.removeLast();
        }
    }

    /** Levels of nested objects, references followed once each. */
    private void depth(JsonNode schema, int levels) {
        int here = levels + (schema.has("properties") ? 1 : 0);
        limit(here, MOST_LEVELS, "levels of nesting");
        if (schema.has("$ref")) {
            String ref = schema.path("$ref").asText();
            if (open.add(ref)) {
                depth(resolve(schema), here);
                open.remove(ref);
            }
            return;
        }
        schema.path("properties").forEach(property -> depth(property, here));
        schema.path("anyOf").forEach(option -> depth(option, here));
        if (schema.has("items")) {
            depth(schema.path("items"), here);
        }
    }

    private void limit(int count, int most, String what) {
        if (count > most) {
            throw refusal("schema has more than " + most + " " + what + ".");
        }
    }

    private BadRequest refusal(String what) {
        return BadRequest.of(
                "Invalid schema for " + owner + ": In context=(" + String.join(", ", path) + "), " + what,
                param,
                "invalid_function_parameters");
    }
}
