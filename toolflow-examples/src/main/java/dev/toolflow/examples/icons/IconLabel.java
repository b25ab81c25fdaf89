package dev.toolflow.examples.icons;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.toolflow.schema.JsonType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the icons in a directory stand for and what they are drawn from, so that none is bought twice or taken for another's.
 * Immutable.
 *
 * @param brief the name and what else was said
 * @param prompt that was given, or null when one is written
 * @param size {@code auto} or {@code <width>x<height>}
 * @param model that draws
 * @param written the prompt that was written, or null when one was given or none is written yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IconLabel(
        IconBrief brief,
        @Nullable String prompt,
        String size,
        String model,
        @Nullable String written) {
    /** The file that it is kept in, beside the icons. */
    public static final String FILE = "icons.json";

    /** A label of icons that are not drawn yet. */
    public static IconLabel of(IconBrief brief, @Nullable String prompt, String size, String model) {
        return new IconLabel(brief, prompt, size, model, null);
    }

    /** The same, drawn from this prompt. */
    public IconLabel drawnFrom(String drawn) {
        return prompt == null ? new IconLabel(brief, null, size, model, drawn) : this;
    }

    /** Whether the other's icons are of the same thing. */
    public boolean isOfSameThing(IconLabel other) {
        return brief.name().equals(other.brief.name()) && brief.description().equals(other.brief.description());
    }

    /** Whether the other's icons are what this would draw. */
    public boolean isSame(IconLabel other) {
        return brief.equals(other.brief)
                && Objects.equals(prompt, other.prompt)
                && size.equals(other.size)
                && model.equals(other.model);
    }

    /** The prompt to draw from, or null when it has to be written. */
    public @Nullable String knownPrompt() {
        return prompt == null ? written : prompt;
    }

    /** As JSON. */
    public String json() {
        return JsonType.plain(IconLabel.class).write(this);
    }
}
