package dev.toolflow.catalog;

import dev.toolflow.image.ImageFormat;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pictures an image model takes to edit. Immutable; every method that sets something returns a copy.
 *
 * <pre>{@code ImageEdits.upTo(16).bytesBelow(50_000_000).maskBytesBelow(4_000_000)}</pre>
 */
public final class ImageEdits {
    private static final Set<ImageFormat> ALL = Collections.unmodifiableSet(EnumSet.allOf(ImageFormat.class));
    private static final ImageEdits NONE = new ImageEdits(0, new Files(ALL, Shape.ANY, null, null));

    private final int images;
    private final Files files;

    private ImageEdits(int images, Files files) {
        this.images = images;
        this.files = files;
    }

    /** Which sides the pictures may have. */
    enum Shape {
        ANY,
        SQUARE
    }

    private record Files(
            Set<ImageFormat> formats,
            Shape shape,
            @Nullable Long bytesBelow,
            @Nullable Long maskBytesBelow) {}

    /** The model edits nothing. */
    public static ImageEdits none() {
        return NONE;
    }

    /** The model takes so many pictures in one edit, at least 1, in every {@link ImageFormat}. */
    public static ImageEdits upTo(int images) {
        requirePositive("images", images);
        return new ImageEdits(images, NONE.files);
    }

    /** The same in these formats only. */
    public ImageEdits formats(ImageFormat first, ImageFormat... more) {
        Set<ImageFormat> formats = Collections.unmodifiableSet(EnumSet.of(first, more));
        return new ImageEdits(images, new Files(formats, files.shape, files.bytesBelow, files.maskBytesBelow));
    }

    /** The same with square pictures only. */
    public ImageEdits squares() {
        return new ImageEdits(images, new Files(files.formats, Shape.SQUARE, files.bytesBelow, files.maskBytesBelow));
    }

    /** The same with less than so many bytes a picture, at least 1. */
    public ImageEdits bytesBelow(long bytes) {
        requirePositive("bytesBelow", bytes);
        return new ImageEdits(images, new Files(files.formats, files.shape, bytes, files.maskBytesBelow));
    }

    /** The same with less than so many bytes of a mask, at least 1. */
    public ImageEdits maskBytesBelow(long bytes) {
        requirePositive("maskBytesBelow", bytes);
        return new ImageEdits(images, new Files(files.formats, files.shape, files.bytesBelow, bytes));
    }

    /** Returns how many pictures one edit takes; 0 when the model edits nothing. */
    public int images() {
        return images;
    }

    /** Returns the formats taken. */
    public Set<ImageFormat> formats() {
        return files.formats;
    }

    /** Returns how many bytes are too many for a picture; empty where that is not said. */
    public OptionalLong bytesBelow() {
        return optional(files.bytesBelow);
    }

    /** Returns how many bytes are too many for a mask; empty where that is not said. */
    public OptionalLong maskBytesBelow() {
        return optional(files.maskBytesBelow);
    }

    Shape shape() {
        return files.shape;
    }

    private static OptionalLong optional(@Nullable Long bytes) {
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private static void requirePositive(String limit, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(limit + ": must be at least 1, is " + value);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageEdits that && images == that.images && files.equals(that.files);
    }

    @Override
    public int hashCode() {
        return Objects.hash(images, files);
    }

    @Override
    public String toString() {
        return "ImageEdits[images=" + images + ", " + files + "]";
    }
}
