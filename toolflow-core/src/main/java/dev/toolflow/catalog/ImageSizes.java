package dev.toolflow.catalog;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sizes that an image model makes: a list, or rules for width and height. Immutable.
 *
 * <pre>{@code
 * ImageSizes.oneOf("auto", "1024x1024", "1536x1024")
 * ImageSizes.any().multiplesOf(16).aspectUpTo(3).sideUpTo(3840).pixelsUpTo(8_294_400)
 * }</pre>
 */
public final class ImageSizes {
    private static final ImageSizes ANY = new ImageSizes(List.of(), new Rules(1, null, null, null, null));

    private final List<String> listed;
    private final Rules rules;

    private ImageSizes(List<String> listed, Rules rules) {
        this.listed = listed;
        this.rules = rules;
    }

    /** A width and a height in pixels. */
    record Sides(int width, int height) {
        /** @param size like {@code 1024x1536} */
        static Sides of(String size) {
            int x = size.indexOf('x');
            return new Sides(Integer.parseInt(size.substring(0, x)), Integer.parseInt(size.substring(x + 1)));
        }

        int longer() {
            return Math.max(width, height);
        }

        int shorter() {
            return Math.min(width, height);
        }

        @Override
        public String toString() {
            return width + "x" + height;
        }
    }

    private record Rules(
            int multiple,
            @Nullable Integer aspect,
            @Nullable Sides largest,
            @Nullable Integer side,
            @Nullable Integer pixels) {
        boolean allow(Sides sides) {
            return sides.width() % multiple == 0
                    && sides.height() % multiple == 0
                    && (aspect == null || sides.longer() <= (long) aspect * sides.shorter())
                    && (largest == null || (sides.longer() <= largest.longer() && sides.shorter() <= largest.shorter()))
                    && (side == null || sides.longer() <= side)
                    && (pixels == null || (long) sides.width() * sides.height() <= pixels);
        }

        @Override
        public String toString() {
            return "auto or <width>x<height>"
                    + (multiple == 1 ? "" : ", both divisible by " + multiple)
                    + (aspect == null ? "" : ", an aspect from 1:" + aspect + " to " + aspect + ":1")
                    + (largest == null ? "" : ", at most " + largest + " or upright")
                    + (side == null ? "" : ", no side over " + side)
                    + (pixels == null ? "" : ", at most " + pixels + " pixels in all");
        }
    }

    /**
     * These sizes only.
     *
     * @param first {@code auto} or like {@code 1024x1536}, in pixels
     * @param more the same
     * @throws IllegalArgumentException naming the one that is no size
     */
    public static ImageSizes oneOf(String first, String... more) {
        List<String> sizes = Stream.concat(Stream.of(first), Stream.of(more)).toList();
        sizes.forEach(ImageSizes::requireSize);
        return new ImageSizes(sizes, ANY.rules);
    }

    /** {@code auto}, and every width and height. */
    public static ImageSizes any() {
        return ANY;
    }

    /** The same, with a width and a height that so many pixels divide, at least 1; no longer a list. */
    public ImageSizes multiplesOf(int pixels) {
        requirePositive("multipleOf", pixels);
        return new ImageSizes(List.of(), new Rules(pixels, rules.aspect, rules.largest, rules.side, rules.pixels));
    }

    /** The same, with a longer side of at most so many shorter sides, at least 1; no longer a list. */
    public ImageSizes aspectUpTo(int ratio) {
        requirePositive("aspect", ratio);
        return new ImageSizes(List.of(), new Rules(rules.multiple, ratio, rules.largest, rules.side, rules.pixels));
    }

    /** The same, with pictures that fit, lying or upright, into so many pixels, each at least 1; no longer a list. */
    public ImageSizes upTo(int width, int height) {
        requirePositive("largest", Math.min(width, height));
        return new ImageSizes(
                List.of(), new Rules(rules.multiple, rules.aspect, new Sides(width, height), rules.side, rules.pixels));
    }

    /** The same, with sides of at most so many pixels, at least 1; no longer a list. */
    public ImageSizes sideUpTo(int pixels) {
        requirePositive("longestSide", pixels);
        return new ImageSizes(List.of(), new Rules(rules.multiple, rules.aspect, rules.largest, pixels, rules.pixels));
    }

    /** The same, with pictures of at most so many pixels in all, at least 1; no longer a list. */
    public ImageSizes pixelsUpTo(int pixels) {
        requirePositive("pixels", pixels);
        return new ImageSizes(List.of(), new Rules(rules.multiple, rules.aspect, rules.largest, rules.side, pixels));
    }

    /** Returns whether a size, {@code auto} or like {@code 1024x1536}, is one of these. */
    public boolean contain(String size) {
        if (!listed.isEmpty()) {
            return listed.contains(size);
        }
        return size.equals("auto") || (isSize(size) && rules.allow(Sides.of(size)));
    }

    static void requireSize(String size) {
        if (!size.equals("auto") && !isSize(size)) {
            throw new IllegalArgumentException("'" + size + "' is neither auto nor like 1024x1536");
        }
    }

    private static boolean isSize(String size) {
        return size.matches("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}");
    }

    private static void requirePositive(String rule, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(rule + ": must be at least 1, is " + value);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageSizes that && listed.equals(that.listed) && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return Objects.hash(listed, rules);
    }

    /** The sizes as a message has them. */
    @Override
    public String toString() {
        return listed.isEmpty() ? rules.toString() : Choice.of(listed);
    }
}
