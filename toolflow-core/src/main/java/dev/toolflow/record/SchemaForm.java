package dev.toolflow.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JSON schema in the one form that all schemas of the same meaning have: fields sorted, words for the model left out, and each
 * definition where it is first referred to, so that its name does not matter. For one thread.
 */
final class SchemaForm {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String DEFINITIONS = "$defs";
    private static final String REFERENCE = "$ref";
    private static final String POINTER = "#/$defs/";
    private static final Set<String> LEFT_OUT = Set.of("description", "title", DEFINITIONS);
    private static final Set<String> UNORDERED = Set.of("required", "enum");

    private final JsonNode definitions;
    private final Map<String, Integer> seen = new HashMap<>();

    private SchemaForm(JsonNode schema) {
        this.definitions = schema.path(DEFINITIONS);
    }

    static String of(String schema) {
        try {
            JsonNode tree = JSON.readTree(schema);
            return new SchemaForm(tree).form(tree, "").toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a schema is no JSON", e);
        }
    }

    private JsonNode form(JsonNode node, String field) {
        if (node instanceof ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(element -> elements.add(form(element, "")));
            if (UNORDERED.contains(field)) {
                elements.sort(Comparator.comparing(JsonNode::toString));
            }
            return NODES.arrayNode().addAll(elements);
        }
        String pointer = node.path(REFERENCE).asText();
        if (pointer.startsWith(POINTER)) {
            return definition(pointer.substring(POINTER.length()));
        }
        return node instanceof ObjectNode object ? sorted(object, field.equals("properties")) : node;
    }

    private JsonNode definition(String name) {
        Integer place = seen.putIfAbsent(name, seen.size());
        return place == null
                ? form(definitions.path(name), "")
                : NODES.objectNode().put(REFERENCE, place);
    }

    /** @param named whether the fields are names of the user's, which may be called as they like */
    private ObjectNode sorted(ObjectNode object, boolean named) {
        ObjectNode sorted = NODES.objectNode();
        object.properties().stream()
                .filter(each -> named || !LEFT_OUT.contains(each.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> sorted.set(each.getKey(), form(each.getValue(), named ? "" : each.getKey())));
        return sorted;
    }
}
