package dev.toolflow.examples;

import dev.toolflow.examples.icons.IconBrief;
import dev.toolflow.examples.icons.IconLabel;
import dev.toolflow.examples.text.CleanText;
import dev.toolflow.schema.JsonType;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code icons} alone. Filled in by picocli, then read only. */
final class IconOptions {
    private static final int FEWEST = 2;
    private static final int MOST = 4;

    @Option(names = "--name", paramLabel = "NAME", description = "What the icon stands for.")
    private @Nullable String name;

    @Option(names = "--description", paramLabel = "TEXT", description = "What that is, in a few words.")
    private @Nullable String description;

    @Option(names = "--instructions", paramLabel = "TEXT", description = "How the icon should look, if that matters.")
    private @Nullable String instructions;

    @Option(
            names = "--variants",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many variants, 2 to 4; where --out has some, only what is missing is drawn."
                    + " Default: ${DEFAULT-VALUE}.")
    private int variants;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description =
                    "The prompt to draw from. Default: a chat model writes it from name, description, instructions.")
    private @Nullable String prompt;

    @Option(names = "--show-prompt", description = "Print the prompt, and make no image.")
    private boolean showPrompt;

    @Option(
            names = "--again",
            description = "Draw new variants in place of those in --out, which are deleted with the picked icon.")
    private boolean again;

    @Option(
            names = "--pick",
            paramLabel = "N",
            description =
                    "Keep variant N as icon.png too. Where --out has variants already, one of those, without a call.")
    private @Nullable Integer pick;

    /** What the icon stands for. */
    IconBrief brief() {
        if (name == null) {
            throw new BadInputException("--name: must say what the icon stands for, such as --name Harbour");
        }
        if (description == null && prompt == null) {
            throw new BadInputException("--description: must say what that is, or --prompt what to draw");
        }
        IconBrief brief =
                new IconBrief(clean(name), clean(description), instructions == null ? null : clean(instructions));
        String problems = JsonType.plain(IconBrief.class).validate(brief).stream()
                .map(violation -> "--" + violation)
                .collect(Collectors.joining("; "));
        if (!problems.isEmpty()) {
            throw new BadInputException(problems);
        }
        return brief;
    }

    int variants() {
        if (variants < FEWEST || variants > MOST) {
            throw new BadInputException("--variants: must be from " + FEWEST + " to " + MOST + ", was " + variants);
        }
        return variants;
    }

    /** The prompt that was given. */
    Optional<String> prompt() {
        if (prompt != null && prompt.isBlank()) {
            throw new BadInputException("--prompt: must say what to draw; leave it out and one is written");
        }
        return Optional.ofNullable(prompt);
    }

    boolean showPrompt() {
        return showPrompt;
    }

    /** The number of the variant to keep. */
    OptionalInt pick() {
        if (pick == null) {
            return OptionalInt.empty();
        }
        if (pick < 1 || pick > MOST) {
            throw new BadInputException("--pick: must be the number of a variant, from 1 to " + MOST + ", was " + pick);
        }
        if (!isOnlyPick() && pick > variants) {
            throw new BadInputException("--pick: " + pick + " is more than --variants " + variants);
        }
        return OptionalInt.of(pick);
    }

    /** Whether there is nothing to draw from. */
    boolean isOnlyPick() {
        return pick != null && name == null && description == null && prompt == null;
    }

    /** Whether other variants are wanted than those that are there. */
    boolean again() {
        return again;
    }

    /** What the icons are made of. */
    IconLabel label(String size, String model) {
        return IconLabel.of(brief(), prompt().orElse(null), size, model);
    }

    private static String clean(@Nullable String text) {
        return text == null ? "" : CleanText.of(text);
    }
}
