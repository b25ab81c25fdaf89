package dev.toolflow.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.Attempt;
import java.util.ArrayList;
import java.util.List;

/** Finds the colours in whatever a step made. */
final class ColoursIn {
    private static final int MOST = 40;

    private ColoursIn() {}

    /** The colours of an attempt's output, in its order, with repetitions. */
    static List<Swatch> output(Attempt<?> attempt) {
        List<Swatch> found = new ArrayList<>();
        attempt.output().ifPresent(output -> collect(tree(output), found));
        return found;
    }

    private static <T> JsonNode tree(T output) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) output.getClass();
        return JsonType.plain(type).tree(output);
    }

    private static void collect(JsonNode node, List<Swatch> found) {
        if (node.isTextual() && found.size() < MOST) {
            Swatch.of("", node.textValue()).ifPresent(found::add);
        }
        node.forEach(child -> collect(child, found));
    }
}
