package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.run.RunPayloadException;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import dev.toolflow.tool.Classification;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a run was started with, as JSON: all but who listens to it. */
final class OptionsJson {
    private static final JsonType<Document> TYPE = JsonType.plain(Document.class);

    private OptionsJson() {}

    private record Document(
            int v,
            @Nullable String deadline,
            @Nullable String usd,
            @Nullable Long tokens,
            @Nullable Long images,
            @Nullable Long calls,
            Map<String, String> attributes,
            Classification classification) {}

    static String write(RunOptions options) {
        Budget budget = options.budget();
        return TYPE.write(new Document(
                KeptFormat.NEWEST,
                options.deadline().map(Duration::toString).orElse(null),
                budget.usd().map(BigDecimal::toPlainString).orElse(null),
                boxed(budget.tokens()),
                boxed(budget.images()),
                boxed(budget.calls()),
                options.attributes(),
                options.classification()));
    }

    private static @Nullable Long boxed(OptionalLong limit) {
        return limit.isPresent() ? limit.getAsLong() : null;
    }

    static RunOptions read(String json, String where) {
        KeptFormat.requireKnown(json, where + ": its options");
        Document kept;
        try {
            kept = TYPE.read(json);
        } catch (JsonReadException e) {
            throw new RunPayloadException(
                    where + ": its options cannot be read: " + e.getMessage()
                            + "; restore them from a backup, or start the run anew",
                    e);
        }
        RunOptions options = RunOptions.defaults().budget(budget(kept)).classification(kept.classification());
        if (kept.deadline() != null) {
            options = options.deadline(Duration.parse(kept.deadline()));
        }
        for (Map.Entry<String, String> attribute : kept.attributes().entrySet()) {
            options = options.attribute(attribute.getKey(), attribute.getValue());
        }
        return options;
    }

    private static Budget budget(Document kept) {
        Budget budget = kept.usd() == null ? Budget.unlimited() : Budget.usd(kept.usd());
        budget = kept.tokens() == null ? budget : budget.tokens(kept.tokens());
        budget = kept.images() == null ? budget : budget.images(kept.images());
        return kept.calls() == null ? budget : budget.calls(kept.calls());
    }
}
