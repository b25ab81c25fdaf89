package dev.toolflow.examples;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.AvatarOutcome.State;
import dev.toolflow.examples.avatars.Manifest.Entry;
import dev.toolflow.examples.avatars.Manifest.PictureFile;
import dev.toolflow.examples.text.Dollars;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.schema.JsonType;
import dev.toolflow.store.ImageLink;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of a batch, for the terminal: lines for people, or one JSON document. Immutable. */
final class AvatarsSummary {
    private final AvatarOutcomes outcomes;
    private final AvatarLibrary library;
    private final Bill bill;

    AvatarsSummary(AvatarOutcomes outcomes, AvatarLibrary library, Optional<BigDecimal> maxCost) {
        this.outcomes = outcomes;
        this.library = library;
        this.bill = new Bill(outcomes.results(), maxCost);
    }

    /** A batch as JSON. */
    record Document(String status, List<Person> personas, Tokens usage, Cost cost) {}

    /** A persona as JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Person(
            String name,
            String state,
            @Nullable String runId,
            List<Linked> pictures,
            List<String> missing,
            @Nullable Tokens usage,
            @Nullable Cost cost,
            @Nullable String error) {}

    /** A picture as JSON. */
    record Linked(String file, String scene, GeneratedImage image, ImageLink link) {}

    /** Tokens as JSON. */
    record Tokens(long input, long output, boolean complete) {
        static Tokens of(TokenUsage usage) {
            return new Tokens(usage.input(), usage.output(), usage.isComplete());
        }
    }

    /** The document. */
    String json() {
        return PrettyJson.of(JsonType.plain(Document.class)
                .write(new Document(
                        outcomes.status(),
                        outcomes.each().stream().map(this::person).toList(),
                        Tokens.of(outcomes.usage()),
                        bill.cost())));
    }

    /** The lines: a persona each, with links to the pictures. */
    List<String> linesWithLinks() {
        return lines(this::links);
    }

    /** The lines: a persona each. */
    List<String> lines() {
        return lines(outcome -> List.of());
    }

    private List<String> lines(Function<AvatarOutcome, List<String>> more) {
        int widest = outcomes.each().stream()
                .mapToInt(outcome -> outcome.persona().name().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        for (AvatarOutcome outcome : outcomes.each()) {
            lines.add(headline(outcome, widest));
            lines.addAll(missing(outcome));
            lines.addAll(more.apply(outcome));
        }
        lines.add("");
        lines.add("  cost      " + Dollars.inWords(bill.cost()));
        lines.addAll(bill.lines());
        remedy().ifPresent(lines::add);
        return lines;
    }

    private static List<String> missing(AvatarOutcome outcome) {
        return outcome.missing().isEmpty()
                ? List.of()
                : List.of("    missing  " + String.join(", ", outcome.missing()));
    }

    private Optional<String> remedy() {
        long missing = outcomes.each().size() - outcomes.whole();
        String more = outcomes.status().equals("OVER_BUDGET") ? " and enough --max-cost" : "";
        return missing == 0
                ? Optional.empty()
                : Optional.of("  missing   " + missing + " of "
                        + Amounts.of(outcomes.each().size(), "persona")
                        + ": run the command again with the same --out" + more + ", it buys only what is missing");
    }

    private String headline(AvatarOutcome outcome, int widest) {
        String name = outcome.persona().name();
        String used = outcome.result()
                .map(result -> "  " + Amounts.inWords(result.usage()) + "  " + Dollars.inWords(result.cost()) + "  "
                        + Amounts.of(result.took()))
                .orElse("");
        return "  " + name + " ".repeat(widest - name.length()) + "  "
                + outcome.state().words() + used
                + outcome.failure()
                        .filter(reason -> outcome.state() != State.OVER_BUDGET)
                        .map(reason -> "  " + reason)
                        .orElse("");
    }

    private List<String> links(AvatarOutcome outcome) {
        return outcome.isWhole()
                ? linked(outcome).stream()
                        .map(picture -> "    %-14s  %s"
                                .formatted(
                                        Path.of(picture.file()).getFileName(),
                                        picture.link().uri()))
                        .toList()
                : List.of();
    }

    private Person person(AvatarOutcome outcome) {
        return new Person(
                outcome.persona().name(),
                outcome.state().name(),
                outcome.result().map(ToolFlowResult::runId).orElse(null),
                outcome.isWhole() ? linked(outcome) : List.of(),
                outcome.missing(),
                outcome.result().map(ToolFlowResult::usage).map(Tokens::of).orElse(null),
                outcome.result().map(ToolFlowResult::cost).orElse(null),
                outcome.failure().orElse(null));
    }

    private List<Linked> linked(AvatarOutcome outcome) {
        return outcome.entry().stream()
                .flatMap(entry -> entry.files().stream().map(picture -> linked(entry, picture)))
                .toList();
    }

    private Linked linked(Entry entry, PictureFile picture) {
        return new Linked(
                library.path(entry, picture).toString(),
                picture.scene(),
                picture.image(),
                library.link(entry, picture));
    }
}
