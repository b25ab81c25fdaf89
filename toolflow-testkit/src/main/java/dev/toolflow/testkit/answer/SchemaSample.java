package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.toolflow.testkit.seed.Hsl;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One value made up for a schema. Used once, by one thread. */
final class SchemaSample {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEP = 5;

    private final JsonNode root;
    private final Colours colours;
    private final Texts texts;
    private final SplittableRandom random;
    private final BooleanSupplier repeatsColour;
    private final Heights heights;
    private final Verdict verdict;

    SchemaSample(JsonNode root, Message message, Verdict verdict, BooleanSupplier repeatsColour) {
        this.root = root;
        this.verdict = verdict;
        this.colours = new Colours(message.user());
        this.texts = new Texts(new Words(Subject.of(message.user())));
        this.random = message.seed().random();
        this.repeatsColour = repeatsColour;
        this.heights = new Heights(this::resolved);
    }

    JsonNode value() {
        return value(root, Spot.root());
    }

    private JsonNode value(JsonNode written, Spot spot) {
        JsonNode schema = resolved(written);
        return schema.has("const")
                ? schema.get("const")
                : verdict.value(schema, spot).orElseGet(() -> madeUp(schema, spot));
    }

    private JsonNode madeUp(JsonNode schema, Spot spot) {
        if (schema.path("enum").size() > 0) {
            return choice(schema.get("enum"), spot);
        }
        JsonNode options = schema.has("anyOf") ? schema.get("anyOf") : schema.path("oneOf");
        if (options.size() > 0) {
            return value(option(options, spot), spot);
        }
        return switch (type(schema, spot)) {
            case "object" -> object(schema, spot);
            case "array" -> array(schema, spot);
            case "string" -> string(schema, spot);
            case "integer" -> Numbers.whole(schema, random);
            case "number" -> Numbers.decimal(schema, spot, random);
            case "boolean" -> BooleanNode.valueOf(random.nextBoolean());
            default -> NullNode.getInstance();
        };
    }

    private JsonNode choice(JsonNode values, Spot spot) {
        int pick = spot.index() >= 0 ? spot.index() % values.size() : random.nextInt(values.size());
        JsonNode value = values.get(pick);
        return value.isNull() && values.size() > 1 ? values.get((pick + 1) % values.size()) : value;
    }

    /** Something rather than null, each kind in turn in arrays; deep down, whatever ends soonest. */
    private JsonNode option(JsonNode options, Spot spot) {
        if (spot.depth() > DEEP) {
            return heights.lowest(options);
        }
        ArrayNode solid = NODES.arrayNode();
        options.forEach(option -> {
            if (!resolved(option).path("type").asText().equals("null")) {
                solid.add(option);
            }
        });
        if (solid.isEmpty()) {
            return options.get(0);
        }
        return solid.get(spot.index() >= 0 ? spot.index() % solid.size() : random.nextInt(solid.size()));
    }

    private static String type(JsonNode schema, Spot spot) {
        JsonNode type = schema.path("type");
        String first = "";
        for (JsonNode candidate : type) {
            if (candidate.asText().equals("null") && spot.depth() > DEEP) {
                return "null";
            }
            first = first.isEmpty() || first.equals("null") ? candidate.asText() : first;
        }
        if (!first.isEmpty() || type.isTextual()) {
            return first.isEmpty() ? type.asText() : first;
        }
        return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
    }

    private JsonNode object(JsonNode schema, Spot spot) {
        Map<String, JsonNode> values = new HashMap<>();
        Hsl nearby = null;
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode kind = resolved(property.getValue());
            if (Colours.wants(kind, spot.property(property.getKey()))) {
                Hsl colour = colours.next(spot.property(property.getKey()));
                nearby = nearby == null ? colour : nearby;
                values.put(property.getKey(), TextNode.valueOf(Colours.written(colour, kind)));
            }
        }
        return filled(schema, spot.near(nearby), values);
    }

    private ObjectNode filled(JsonNode schema, Spot spot, Map<String, JsonNode> colourValues) {
        ObjectNode object = NODES.objectNode();
        schema.path("properties").properties().forEach(property -> {
            JsonNode ready = colourValues.get(property.getKey());
            object.set(
                    property.getKey(),
                    ready != null ? ready : value(property.getValue(), spot.property(property.getKey())));
        });
        return object;
    }

    private JsonNode array(JsonNode schema, Spot spot) {
        JsonNode items = schema.path("items");
        int size = verdict.count(schema, spot).orElseGet(() -> size(schema, spot, Colours.patterned(resolved(items))));
        ArrayNode array = NODES.arrayNode();
        for (int i = 0; i < size; i++) {
            array.add(value(items, spot.item(i)));
        }
        if (size > 1 && Colours.patterned(resolved(items)) && repeatsColour.getAsBoolean()) {
            array.set(size - 1, array.get(0));
        }
        return array;
    }

    private int size(JsonNode schema, Spot spot, boolean palette) {
        int least = schema.path("minItems").asInt(0);
        int most = schema.path("maxItems").asInt(Math.max(least, 5));
        if (spot.depth() > DEEP) {
            return least;
        }
        int usual = palette ? 5 : 2 + random.nextInt(2);
        return Math.max(least, Math.min(most, usual));
    }

    private JsonNode string(JsonNode schema, Spot spot) {
        if (Colours.wants(schema, spot)) {
            return TextNode.valueOf(Colours.written(colours.next(spot), schema));
        }
        return TextNode.valueOf(texts.of(schema, spot, random));
    }

    private JsonNode resolved(@Nullable JsonNode schema) {
        JsonNode target = schema == null ? MissingNode.getInstance() : schema;
        for (int hops = 0; target.has("$ref") && hops < 20; hops++) {
            String ref = target.get("$ref").asText();
            target = ref.startsWith("#/") ? root.at(ref.substring(1)) : root;
        }
        return target;
    }
}
