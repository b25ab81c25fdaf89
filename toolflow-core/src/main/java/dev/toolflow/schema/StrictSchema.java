package dev.toolflow.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Walks a generated schema from its root and makes it strict as OpenAI's guide to structured outputs asks: all
 * properties required, none additional, nothing beside {@code $ref}, only keywords of the supported subset. String
 * lengths are not among them: they are checked locally. Marks of refused types become {@link SchemaException}s here,
 * where the path is known.
 */
final class StrictSchema {
    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");
    private static final List<String> FOR_TEXT = List.of("format", "pattern");
    private static final List<String> FOR_NUMBERS =
            List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf");
    private static final String POINTER = "#/$defs/";

    private final JsonNode rawDefinitions;
    private final Map<String, ObjectNode> definitions = new LinkedHashMap<>();
    private final Map<String, String> paths = new LinkedHashMap<>();

    /** A strict schema, and where in it each record and enum stands first, by class name. */
    record Rendered(ObjectNode schema, Map<String, String> paths) {}

    private StrictSchema(ObjectNode raw) {
        this.rawDefinitions = raw.path("$defs");
    }

    static Rendered of(ObjectNode raw, String rootName) {
        StrictSchema strict = new StrictSchema(raw);
        ObjectNode root = strict.visit(raw, rootName);
        if (!strict.definitions.isEmpty()) {
            strict.dropUnused(root);
        }
        if (!strict.definitions.isEmpty()) {
            root.putObject("$defs").setAll(strict.definitions);
        }
        StrictLimits.check(root, rootName);
        return new Rendered(root, Map.copyOf(strict.paths));
    }

    private ObjectNode visit(JsonNode node, String path) {
        ObjectNode raw = merged((ObjectNode) node);
        Refusal.in(raw).ifPresent(problem -> {
            throw new SchemaException(path, problem);
        });
        RecordRules.typeOf(raw).ifPresent(type -> paths.putIfAbsent(type, path));
        if (raw.has("$ref")) {
            return reference(raw, path);
        }
        ObjectNode strict = JsonNodeFactory.instance.objectNode();
        copy(raw, strict, List.of("description", "type", "const", "enum"));
        copyConstraints(raw, strict);
        if (raw.has("anyOf")) {
            branches(raw.get("anyOf"), strict.putArray("anyOf"), path);
        }
        if (raw.has("items")) {
            strict.set("items", visit(raw.get("items"), path + "[]"));
        }
        if (types(raw).contains("object")) {
            properties(raw, strict, path);
        }
        return strict;
    }

    /** Null comes last, wherever the generator put it. */
    private void branches(JsonNode raw, ArrayNode strict, String path) {
        List<ObjectNode> visited = new ArrayList<>();
        raw.forEach(branch -> visited.add(visit(branch, path)));
        visited.sort(Comparator.comparing(branch -> branch.path("type").asText().equals("null")));
        strict.addAll(visited);
    }

    private void properties(ObjectNode raw, ObjectNode strict, String path) {
        ObjectNode properties = strict.putObject("properties");
        raw.path("properties")
                .properties()
                .forEach(each -> properties.set(each.getKey(), visit(each.getValue(), path + "." + each.getKey())));
        ArrayNode required = strict.putArray("required");
        properties.fieldNames().forEachRemaining(required::add);
        strict.put("additionalProperties", false);
    }

    /** Nothing may stand beside a reference, so a property that describes itself gets a copy of the definition. */
    private ObjectNode reference(ObjectNode raw, String path) {
        String pointer = raw.get("$ref").asText();
        String name = pointer.startsWith(POINTER) ? pointer.substring(POINTER.length()) : "";
        if (!name.isEmpty() && !definitions.containsKey(name)) {
            ObjectNode definition = JsonNodeFactory.instance.objectNode();
            definitions.put(name, definition);
            definition.setAll(visit(rawDefinitions.get(name), path));
        }
        ObjectNode known = definitions.get(name);
        if (known == null || known.isEmpty() || !raw.has("description")) {
            return JsonNodeFactory.instance.objectNode().put("$ref", pointer);
        }
        ObjectNode described = JsonNodeFactory.instance.objectNode();
        described.set("description", raw.get("description"));
        known.properties()
                .forEach(each ->
                        described.putIfAbsent(each.getKey(), each.getValue().deepCopy()));
        return described;
    }

    private static void copyConstraints(ObjectNode raw, ObjectNode strict) {
        Set<String> types = types(raw);
        if (types.contains("string")) {
            copy(raw, strict, FOR_TEXT);
        }
        if (types.contains("integer") || types.contains("number")) {
            copy(raw, strict, FOR_NUMBERS);
        }
        if (types.contains("array")) {
            copyRenamed(raw, strict, "minProperties", "minItems");
            copyRenamed(raw, strict, "maxProperties", "maxItems");
            copy(raw, strict, List.of("minItems", "maxItems"));
        }
        if (!FORMATS.contains(strict.path("format").asText())) {
            strict.remove("format");
        }
    }

    private static void copy(ObjectNode from, ObjectNode to, List<String> keywords) {
        keywords.forEach(keyword -> copyRenamed(from, to, keyword, keyword));
    }

    private static void copyRenamed(ObjectNode from, ObjectNode to, String keyword, String name) {
        if (from.has(keyword)) {
            to.set(name, from.get(keyword));
        }
    }

    private static Set<String> types(ObjectNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray()
                ? StreamSupport.stream(type.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toSet())
                : Set.of(type.asText());
    }

    /** What the generator could not merge stands in {@code allOf}, which strict mode does not know. */
    private static ObjectNode merged(ObjectNode raw) {
        if (!raw.has("allOf")) {
            return raw;
        }
        ObjectNode all = raw.deepCopy();
        all.remove("allOf");
        raw.get("allOf")
                .forEach(part -> merged((ObjectNode) part)
                        .properties()
                        .forEach(each -> all.putIfAbsent(each.getKey(), each.getValue())));
        return all;
    }

    private void dropUnused(ObjectNode root) {
        Set<String> used = new HashSet<>();
        collect(root, used);
        definitions.keySet().retainAll(used);
    }

    private void collect(JsonNode node, Set<String> used) {
        String pointer = node.path("$ref").asText();
        if (pointer.startsWith(POINTER) && used.add(pointer.substring(POINTER.length()))) {
            JsonNode definition = definitions.get(pointer.substring(POINTER.length()));
            if (definition != null) {
                collect(definition, used);
            }
        }
        node.forEach(child -> collect(child, used));
    }
}
