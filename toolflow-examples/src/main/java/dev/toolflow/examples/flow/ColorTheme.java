package dev.toolflow.examples.flow;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * A complete colour theme: what the flow {@code color-theme} makes. Every usage has a component of its own, so that a
 * missing or misspelt one cannot happen.
 *
 * @param seeds where it began
 * @param system the families
 * @param scales their tints, computed
 * @param usages what each colour is for
 */
public record ColorTheme(Seeds seeds, ColorSystem system, Scales scales, Usages usages) {
    private static final String HEX = "#[0-9A-F]{6}";

    /** Three to five colours that carry the mood. */
    public record Seeds(@Size(min = 3, max = 5) List<Seed> seeds, String harmony, String rationale) {}

    /** One of them. */
    public record Seed(String name, @Pattern(regexp = HEX) String hex) {}

    /** Five families of colours. */
    public record ColorSystem(
            Accent primary, Accent secondary, Surface surface, Text text, Interactive interactive, String rationale) {}

    /** A brand colour with what lies under the pointer and what fills quiet areas. */
    public record Accent(
            @Pattern(regexp = HEX) String base,
            @Pattern(regexp = HEX) String strong,
            @Pattern(regexp = HEX) String soft) {}

    /** What everything stands on. */
    public record Surface(
            @Pattern(regexp = HEX) String page,
            @Pattern(regexp = HEX) String card,
            @Pattern(regexp = HEX) String border) {}

    /** What is read. */
    public record Text(
            @Pattern(regexp = HEX) String body,
            @Pattern(regexp = HEX) String muted,
            @Pattern(regexp = HEX) String inverse) {}

    /** What can be pressed. */
    public record Interactive(
            @Pattern(regexp = HEX) String link,
            @Pattern(regexp = HEX) String hover,
            @Pattern(regexp = HEX) String focus) {}

    /** Ten tints of each family's leading colour, from 50 (palest) to 900 (darkest). */
    public record Scales(
            List<Tint> primary, List<Tint> secondary, List<Tint> surface, List<Tint> text, List<Tint> interactive) {}

    /** One step of a scale. */
    public record Tint(int step, String hex) {}

    /** Thirty usages. */
    public record Usages(
            Page page, Reading text, Buttons button, Forms form, Navigation navigation, Feedback feedback) {}

    /** Colours of areas and lines. */
    public record Page(
            @Pattern(regexp = HEX) String background,
            @Pattern(regexp = HEX) String card,
            @Pattern(regexp = HEX) String panel,
            @Pattern(regexp = HEX) String border,
            @Pattern(regexp = HEX) String divider) {}

    /** Colours of words. */
    public record Reading(
            @Pattern(regexp = HEX) String heading,
            @Pattern(regexp = HEX) String body,
            @Pattern(regexp = HEX) String muted,
            @Pattern(regexp = HEX) String caption,

            @JsonPropertyDescription("on buttons and on the fills of feedback") @Pattern(regexp = HEX)
            String inverse,

            @Pattern(regexp = HEX) String link) {}

    /** Fills of buttons. */
    public record Buttons(
            @Pattern(regexp = HEX) String primary,
            @Pattern(regexp = HEX) String primaryHover,
            @Pattern(regexp = HEX) String primaryActive,
            @Pattern(regexp = HEX) String primaryDisabled,
            @Pattern(regexp = HEX) String secondary,
            @Pattern(regexp = HEX) String secondaryHover) {}

    /** Colours of what is filled in. */
    public record Forms(
            @JsonPropertyDescription("the fill of a field") @Pattern(regexp = HEX)
            String input,

            @Pattern(regexp = HEX) String border,
            @Pattern(regexp = HEX) String placeholder,
            @Pattern(regexp = HEX) String focus,

            @JsonPropertyDescription("edge and message of a wrong entry") @Pattern(regexp = HEX)
            String error) {}

    /** Colours of the bar at the top. */
    public record Navigation(
            @Pattern(regexp = HEX) String background,
            @Pattern(regexp = HEX) String text,

            @JsonPropertyDescription("marks where one is") @Pattern(regexp = HEX)
            String highlight) {}

    /** Fills of messages, with inverse text on them. */
    public record Feedback(
            @Pattern(regexp = HEX) String success,
            @Pattern(regexp = HEX) String warning,
            @Pattern(regexp = HEX) String error,
            @Pattern(regexp = HEX) String info,

            @JsonPropertyDescription("badges and counters") @Pattern(regexp = HEX)
            String highlight) {}
}
