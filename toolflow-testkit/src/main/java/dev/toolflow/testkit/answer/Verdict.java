package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a tool that judges finds: nothing and a high score, or the one flaw that was scripted. Recognised by the names of the
 * tool and of its properties. Immutable.
 */
final class Verdict {

    private static final Pattern JUDGES =
            Pattern.compile("(?i)(.*[_-])?(audit|judge|review|inspect|critique|vision)([_-].*)?");
    private static final String[] FINDINGS = {
        "findings", "issues", "problems", "defects", "flaws", "violations", "errors", "complaints"
    };
    private static final Set<String> GOOD_WORDS =
            Set.of("pass", "passed", "ok", "good", "approve", "approved", "accept");
    private static final Set<String> BAD_WORDS = Set.of("critical", "fail", "failed", "bad", "reject", "rejected");
    private static final double HIGH = 0.94;
    private static final double LOW = 0.31;

    private final boolean judges;
    private final @Nullable String flaw;

    private Verdict(boolean judges, @Nullable String flaw) {
        this.judges = judges;
        this.flaw = flaw;
    }

    static Verdict of(String tool, @Nullable String flaw) {
        return new Verdict(flaw != null || JUDGES.matcher(tool).matches(), flaw);
    }

    /** Returns how many elements a list of findings has; empty for any other list. */
    Optional<Integer> count(JsonNode schema, Spot spot) {
        int least = schema.path("minItems").asInt(0);
        return judges && spot.says(FINDINGS)
                ? Optional.of(flaw == null ? least : Math.max(1, least))
                : Optional.empty();
    }

    /** Returns the value of a property that judges; empty for any other. */
    Optional<JsonNode> value(JsonNode schema, Spot spot) {
        if (!judges) {
            return Optional.empty();
        }
        if (schema.path("enum").size() > 0) {
            return word(schema.path("enum"));
        }
        return switch (schema.path("type").asText()) {
            case "integer", "number" -> number(schema, spot);
            case "boolean" -> truth(spot);
            case "string" -> text(spot);
            default -> Optional.empty();
        };
    }

    private Optional<JsonNode> word(JsonNode words) {
        Set<String> wanted = flaw == null ? GOOD_WORDS : BAD_WORDS;
        for (JsonNode word : words) {
            if (wanted.contains(word.asText().toLowerCase(Locale.ROOT))) {
                return Optional.of(word);
            }
        }
        return Optional.empty();
    }

    private Optional<JsonNode> number(JsonNode schema, Spot spot) {
        if (spot.says("image", "picture", "index")) {
            return Optional.of(IntNode.valueOf(schema.path("minimum").asInt(0)));
        }
        if (!spot.says("score", "rating", "quality", "grade", "points")) {
            return Optional.empty();
        }
        double low = schema.path("minimum").asDouble(0);
        double high = schema.path("maximum").asDouble(Math.max(100, low));
        double value = low + (high - low) * (flaw == null ? HIGH : LOW);
        return Optional.of(
                schema.path("type").asText().equals("integer")
                        ? IntNode.valueOf((int) Math.round(value))
                        : DecimalNode.valueOf(BigDecimal.valueOf(value)));
    }

    private Optional<JsonNode> truth(Spot spot) {
        if (spot.says("pass", "passed", "ok", "acceptable", "approved", "accepted", "good", "clean")) {
            return Optional.of(BooleanNode.valueOf(flaw == null));
        }
        return spot.says("flawed", "failed", "rejected", "blocked", "unsafe")
                ? Optional.of(BooleanNode.valueOf(flaw != null))
                : Optional.empty();
    }

    private Optional<JsonNode> text(Spot spot) {
        boolean finding = flaw != null
                && spot.index() >= 0
                && spot.says("message", "description", "text", "finding", "issue", "problem", "findings", "issues");
        return finding ? Optional.of(TextNode.valueOf(flaw)) : Optional.empty();
    }
}
