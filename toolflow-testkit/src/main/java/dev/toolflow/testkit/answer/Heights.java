package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.IdentityHashMap;
import java.util.function.UnaryOperator;

/** How many levels the smallest value of a schema has, so that recursion comes to an end. Used by one thread. */
final class Heights {

    private static final int ENDLESS = 1_000;

    private final UnaryOperator<JsonNode> resolve;
    private final IdentityHashMap<JsonNode, Integer> open = new IdentityHashMap<>();

    Heights(UnaryOperator<JsonNode> resolve) {
        this.resolve = resolve;
    }

    JsonNode lowest(JsonNode options) {
        JsonNode lowest = options.get(0);
        int best = Integer.MAX_VALUE;
        for (JsonNode option : options) {
            int height = of(option);
            if (height < best) {
                best = height;
                lowest = option;
            }
        }
        return lowest;
    }

    private int of(JsonNode written) {
        JsonNode schema = resolve.apply(written);
        if (open.put(schema, 1) != null) {
            return ENDLESS;
        }
        int height = 0;
        if (schema.has("anyOf")) {
            height = ENDLESS;
            for (JsonNode option : schema.get("anyOf")) {
                height = Math.min(height, of(option));
            }
        } else if (schema.path("minItems").asInt(0) > 0) {
            height = 1 + of(schema.path("items"));
        } else {
            for (JsonNode property : schema.path("properties")) {
                height = Math.max(height, 1 + of(property));
            }
        }
        open.remove(schema);
        return Math.min(height, ENDLESS);
    }
}
