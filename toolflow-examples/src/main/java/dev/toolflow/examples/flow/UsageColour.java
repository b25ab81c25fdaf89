package dev.toolflow.examples.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.examples.flow.ColorTheme.Usages;
import dev.toolflow.schema.JsonType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of the thirty usages with its colour. Immutable.
 *
 * @param group such as {@code button}
 * @param name such as {@code primaryHover}
 * @param hex as the model wrote it
 */
public record UsageColour(String group, String name, String hex) {

    /** All usages of a theme in the order of their records. */
    public static List<UsageColour> all(Usages usages) {
        List<UsageColour> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> group :
                JsonType.plain(Usages.class).tree(usages).properties()) {
            for (Map.Entry<String, JsonNode> usage : group.getValue().properties()) {
                all.add(new UsageColour(
                        group.getKey(), usage.getKey(), usage.getValue().asText()));
            }
        }
        return List.copyOf(all);
    }
}
