package dev.toolflow.examples;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.avatars.Manifest.Entry;
import dev.toolflow.examples.avatars.Manifest.PictureFile;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.schema.JsonType;
import dev.toolflow.store.ImageLink;
import dev.toolflow.tool.TokenUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What became of a batch, for the terminal: lines for people, or one JSON document. Immutable. */
final class AvatarsSummary {
    private final AvatarOutcomes outcomes;
    private final AvatarLibrary library;

    AvatarsSummary(AvatarOutcomes outcomes, AvatarLibrary library) {
        this.outcomes = outcomes;
        this.library = library;
    }

    /** A batch as JSON. */
    record Document(String status, List<Person> personas, Tokens usage) {}

    /** A persona as JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Person(
            String name,
            String state,
            @Nullable String runId,
            List<Linked> pictures,
            @Nullable Tokens usage,
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
                        Tokens.of(outcomes.usage()))));
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
        return outcomes.each().stream()
                .flatMap(outcome -> Stream.concat(Stream.of(headline(outcome, widest)), more.apply(outcome).stream()))
                .toList();
    }

    private String headline(AvatarOutcome outcome, int widest) {
        String name = outcome.persona().name();
        String used = outcome.result()
                .map(result -> "  " + Amounts.of(result.usage()) + " tokens  " + Amounts.of(result.took()))
                .orElse("");
        return "  " + name + " ".repeat(widest - name.length()) + "  "
                + outcome.state().words() + used
                + outcome.failure().map(reason -> "  " + reason).orElse("");
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
                outcome.result().map(ToolFlowResult::usage).map(Tokens::of).orElse(null),
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
