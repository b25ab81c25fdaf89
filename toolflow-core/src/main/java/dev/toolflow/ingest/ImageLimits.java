package dev.toolflow.ingest;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.ingest.ImageRefusedException.Reason;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a picture may be before it is kept: bytes, pixels, sides, formats. They guard whoever decodes it later; one
 * frame only is always the rule. Immutable; each wither returns a copy. A count of pixels is refused from the header
 * alone.
 */
public final class ImageLimits {
    private static final ImageLimits STANDARD =
            new ImageLimits(64L << 20, 16L << 20, 8_192, EnumSet.allOf(ImageFormat.class));

    private final long maxBytes;
    private final long maxPixels;
    private final int maxSide;
    private final Set<ImageFormat> formats;

    private ImageLimits(long maxBytes, long maxPixels, int maxSide, Set<ImageFormat> formats) {
        this.maxBytes = requirePositive("maxBytes", maxBytes);
        this.maxPixels = requirePositive("maxPixels", maxPixels);
        this.maxSide = (int) requirePositive("maxSide", maxSide);
        this.formats = Set.copyOf(formats);
    }

    /** Returns the defaults: 64 MiB, 16 × 2²⁰ pixels (4096 × 4096), sides of 8,192, PNG, JPEG and WebP. */
    public static ImageLimits standard() {
        return STANDARD;
    }

    /** Returns a copy that takes files up to this many bytes, at least 1. */
    public ImageLimits maxBytes(long bytes) {
        return new ImageLimits(bytes, maxPixels, maxSide, formats);
    }

    /** Returns a copy that takes pictures with up to this many pixels (width × height), at least 1. */
    public ImageLimits maxPixels(long pixels) {
        return new ImageLimits(maxBytes, pixels, maxSide, formats);
    }

    /** Returns a copy that takes pictures up to this wide and this high, in pixels, at least 1. */
    public ImageLimits maxSide(int pixels) {
        return new ImageLimits(maxBytes, maxPixels, pixels, formats);
    }

    /** Returns a copy that takes these formats only. */
    public ImageLimits formats(ImageFormat first, ImageFormat... more) {
        return new ImageLimits(maxBytes, maxPixels, maxSide, EnumSet.of(first, more));
    }

    /**
     * Returns these limits, made narrower by what settings say of bytes and formats. What they would widen stays as it is.
     *
     * @throws IllegalArgumentException if no format is left
     */
    public ImageLimits within(ImageSettings settings) {
        if (settings.maxBytes().isEmpty() && settings.formats().isEmpty()) {
            return this;
        }
        Set<ImageFormat> both = new TreeSet<>(settings.formats().orElse(formats));
        both.retainAll(formats);
        if (both.isEmpty()) {
            throw new IllegalArgumentException("ImageSettings.formats: none of "
                    + settings.formats().orElse(Set.of()) + " is in ImageLimits.formats " + new TreeSet<>(formats));
        }
        return new ImageLimits(Math.min(maxBytes, settings.maxBytes().orElse(maxBytes)), maxPixels, maxSide, both);
    }

    /** Returns the longest file taken, in bytes. */
    public long maxBytes() {
        return maxBytes;
    }

    /** Returns the most pixels (width × height) taken. */
    public long maxPixels() {
        return maxPixels;
    }

    /** Returns the longest side taken, in pixels. */
    public int maxSide() {
        return maxSide;
    }

    /** Returns the formats taken. */
    public Set<ImageFormat> formats() {
        return formats;
    }

    void requireBytes(long bytes) {
        if (bytes > maxBytes) {
            throw new ImageRefusedException(Reason.TOO_LARGE, "it has more than " + maxBytes + " bytes");
        }
    }

    void requireSides(long width, long height) {
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new ImageRefusedException(Reason.BROKEN, "its header says " + width + "x" + height + " pixels");
        }
        if (width > maxSide || height > maxSide || width * height > maxPixels) {
            throw new ImageRefusedException(
                    Reason.TOO_MANY_PIXELS,
                    "it is " + width + "x" + height + ", allowed are sides of " + maxSide + " and " + maxPixels
                            + " pixels");
        }
    }

    private static long requirePositive(String limit, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("ImageLimits." + limit + ": must be at least 1, is " + value);
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageLimits that
                && maxBytes == that.maxBytes
                && maxPixels == that.maxPixels
                && maxSide == that.maxSide
                && formats.equals(that.formats);
    }

    @Override
    public int hashCode() {
        return Objects.hash(maxBytes, maxPixels, maxSide, formats);
    }

    @Override
    public String toString() {
        return "ImageLimits[maxBytes=" + maxBytes + ", maxPixels=" + maxPixels + ", maxSide=" + maxSide + ", formats="
                + formats + "]";
    }
}
