package dev.toolflow.examples.flow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.examples.colour.Contrast;
import dev.toolflow.examples.colour.Rgb;
import dev.toolflow.examples.flow.ColorTheme.ColorSystem;
import dev.toolflow.examples.flow.ColorTheme.Usages;
import dev.toolflow.schema.JsonType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Two colours of which one is put on the other.
 *
 * @param inkPath the field of the upper one, such as {@code text.body}
 * @param ink its colour
 * @param groundPath the field of the lower one
 * @param ground its colour
 * @param least the contrast that they should have
 */
public record Pairing(String inkPath, String ink, String groundPath, String ground, double least) {
    private static final List<String> SURFACES = List.of("page.background", "page.card");
    private static final String[] WORDS = {"text.heading", "text.body", "text.muted", "text.caption", "text.link"};
    private static final List<String> FILLS = List.of(
            "button.primary",
            "button.primaryHover",
            "button.primaryActive",
            "button.secondary",
            "button.secondaryHover",
            "feedback.success",
            "feedback.warning",
            "feedback.error",
            "feedback.info",
            "feedback.highlight");

    /** What the system puts on what. */
    public static List<Pairing> of(ColorSystem system) {
        Colours colours = new Colours(JsonType.plain(ColorSystem.class).tree(system));
        return Stream.of(
                        colours.on("surface.page", "text.body", "text.muted", "interactive.link"),
                        colours.on("surface.card", "text.body", "text.muted", "interactive.link"),
                        colours.on("primary.base", "text.inverse"),
                        colours.on("secondary.base", "text.inverse"))
                .flatMap(List::stream)
                .toList();
    }

    /** What a user interface puts on what. */
    public static List<Pairing> of(Usages usages) {
        Colours colours = new Colours(JsonType.plain(Usages.class).tree(usages));
        List<Pairing> all = new ArrayList<>();
        SURFACES.forEach(surface -> all.addAll(colours.on(surface, WORDS)));
        FILLS.forEach(fill -> all.addAll(colours.on(fill, "text.inverse")));
        all.addAll(colours.on("form.input", "form.placeholder", "text.body"));
        all.addAll(colours.on("page.background", "form.error"));
        all.addAll(colours.on("navigation.background", "navigation.text"));
        all.addAll(colours.edges("page.background", "form.border", "form.focus"));
        all.addAll(colours.edges("navigation.background", "navigation.highlight"));
        return List.copyOf(all);
    }

    /** The contrast; empty when one of them is no colour. */
    public OptionalDouble ratio() {
        Optional<Rgb> upper = Rgb.parse(ink);
        Optional<Rgb> lower = Rgb.parse(ground);
        return upper.isPresent() && lower.isPresent()
                ? OptionalDouble.of(upper.get().contrast(lower.get()))
                : OptionalDouble.empty();
    }

    private record Colours(JsonNode tree) {
        List<Pairing> on(String groundPath, String... inkPaths) {
            return Stream.of(inkPaths)
                    .map(ink -> pair(ink, groundPath, Contrast.AA_TEXT))
                    .toList();
        }

        List<Pairing> edges(String groundPath, String... inkPaths) {
            return Stream.of(inkPaths)
                    .map(ink -> pair(ink, groundPath, Contrast.AA_SHAPES))
                    .toList();
        }

        private Pairing pair(String inkPath, String groundPath, double least) {
            return new Pairing(inkPath, hex(inkPath), groundPath, hex(groundPath), least);
        }

        private String hex(String path) {
            JsonNode found = tree.at("/" + path.replace('.', '/'));
            if (!found.isTextual()) {
                throw new IllegalArgumentException("there is no colour '" + path + "'");
            }
            return found.textValue();
        }
    }
}
