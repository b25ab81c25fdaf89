package dev.toolflow.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The rules of OpenAI's strict mode, written down a second time: what breaks them in a schema, with its JSON pointer.
 */
final class StrictWalker {
    private static final Set<String> KEYWORDS = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "anyOf",
            "enum",
            "const",
            "$ref",
            "$defs",
            "description",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minItems",
            "maxItems");

    private final JsonNode root;
    private final List<String> breaches = new ArrayList<>();

    private StrictWalker(JsonNode root) {
        this.root = root;
    }

    static List<String> breaches(JsonNode schema) {
        StrictWalker walker = new StrictWalker(schema);
        walker.check(schema.path("type").asText().equals("object"), "the root is no object", "#");
        walker.check(!schema.has("anyOf"), "anyOf at the root", "#");
        walker.walk(schema, "#");
        schema.path("$defs").properties().forEach(each -> walker.walk(each.getValue(), "#/$defs/" + each.getKey()));
        return walker.breaches;
    }

    private void walk(JsonNode schema, String at) {
        schema.fieldNames().forEachRemaining(name -> check(KEYWORDS.contains(name), "keyword " + name, at));
        if (schema.has("$ref")) {
            check(schema.size() == 1, "something beside $ref", at);
            check(!root.at(schema.get("$ref").asText().substring(1)).isMissingNode(), "$ref to nowhere", at);
            return;
        }
        check(schema.has("type") || schema.has("anyOf"), "neither type nor anyOf", at);
        schema.path("anyOf").forEach(branch -> walk(branch, at + "/anyOf"));
        if (schema.path("type").asText().equals("array")) {
            check(schema.has("items"), "an array without items", at);
            walk(schema.path("items"), at + "/items");
        }
        if (schema.path("type").asText().equals("object")) {
            object(schema, at);
        }
    }

    private void object(JsonNode schema, String at) {
        check(schema.path("additionalProperties").isBoolean(), "additionalProperties is missing", at);
        check(!schema.path("additionalProperties").asBoolean(true), "additionalProperties is not false", at);
        List<String> names = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        List<String> required = new ArrayList<>();
        for (Iterator<JsonNode> each = schema.path("required").elements(); each.hasNext(); ) {
            required.add(each.next().asText());
        }
        check(names.equals(required), "not every property is required, in order", at);
        schema.path("properties").properties().forEach(each -> walk(each.getValue(), at + "/" + each.getKey()));
    }

    private void check(boolean met, String breach, String at) {
        if (!met) {
            breaches.add(at + ": " + breach);
        }
    }
}
