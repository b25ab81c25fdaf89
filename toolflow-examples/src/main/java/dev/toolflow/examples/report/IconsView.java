package dev.toolflow.examples.report;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Variants of an icon. Immutable.
 *
 * @param name what they stand for
 * @param prompt that they were drawn from
 * @param variants in the order of their numbers
 * @param kept the file of the variant that is kept as the icon; empty where none is
 */
public record IconsView(String name, String prompt, List<Shot> variants, String kept) implements OutputView {
    private static final Pattern MARK =
            Pattern.compile("(<span class=\"pill kept\" data-file=\"([^\"]+)\")( hidden)?>");

    /** Copies the list. */
    public IconsView {
        variants = List.copyOf(variants);
    }

    /** A page of variants, with this one marked as kept in place of the one that was before. */
    public static String keeping(String file, String page) {
        return MARK.matcher(page)
                .replaceAll(mark -> mark.group(1) + (mark.group(2).equals(file) ? "" : " hidden") + ">");
    }

    /** What the icon is called that a variant is kept as. */
    public static String icon(Shot variant) {
        return "icon" + variant.file().substring(variant.file().indexOf('.'));
    }
}
