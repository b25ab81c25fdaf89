package dev.toolflow.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A JSON schema in the one form that all schemas of the same meaning have: fields sorted, words for the model left out. */
final class SchemaForm {
    private static final JsonMapper JSON = new JsonMapper();

    /** Where the fields are names of the user's, be they called as they like. */
    private static final Set<String> NAMES = Set.of("properties", "$defs");

    private static final Set<String> WORDS = Set.of("description", "title");
    private static final Set<String> UNORDERED = Set.of("required", "enum");

    private SchemaForm() {}

    static String of(String schema) {
        try {
            return form(JSON.readTree(schema), "").toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a schema is no JSON", e);
        }
    }

    private static JsonNode form(JsonNode node, String field) {
        if (node instanceof ArrayNode array) {
            List<JsonNode> elements = new ArrayList<>();
            array.forEach(element -> elements.add(form(element, "")));
            if (UNORDERED.contains(field)) {
                elements.sort(Comparator.comparing(JsonNode::toString));
            }
            return JsonNodeFactory.instance.arrayNode().addAll(elements);
        }
        return node instanceof ObjectNode object ? form(object, NAMES.contains(field)) : node;
    }

    private static ObjectNode form(ObjectNode object, boolean named) {
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        object.properties().stream()
                .filter(each -> named || !WORDS.contains(each.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> sorted.set(each.getKey(), form(each.getValue(), named ? "" : each.getKey())));
        return sorted;
    }
}
