package dev.toolflow.examples.report;

import java.util.List;

/**
 * Variants of an icon. Immutable.
 *
 * @param name what they stand for
 * @param prompt that they were drawn from
 * @param variants in the order of their numbers
 */
public record IconsView(String name, String prompt, List<Shot> variants) implements OutputView {
    /** Copies the list. */
    public IconsView {
        variants = List.copyOf(variants);
    }
}
