package dev.toolflow.examples.icons;

import dev.toolflow.image.GeneratedImage;
import java.util.List;

/**
 * Variants of an icon. Immutable.
 *
 * @param prompt that they were drawn from
 * @param variants in the order of their numbers
 */
public record Icons(String prompt, List<GeneratedImage> variants) {
    /** Copies the list. */
    public Icons {
        variants = List.copyOf(variants);
    }
}
