package dev.toolflow.pictures;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A decoded picture: pixels of 8 bits a channel in sRGB with alpha, upright. It takes 4 bytes a pixel, so 64 MiB at the
 * standard limit of 16 × 2²⁰ pixels; decoding takes up to three times that for a moment. Immutable; operations
 * return new pictures. Works headless and without fonts.
 *
 * <pre>{@code
 * List<Picture> variants = Picture.read(store, image).grid(2, 2).stream().map(Picture::trimmed).toList();
 * }</pre>
 */
public final class Picture {
    /** Differences that JPEG makes in a plain area, and no eye sees. */
    private static final int TOLERANCE = 16;

    private final Pixels pixels;

    Picture(Pixels pixels) {
        this.pixels = pixels;
    }

    /**
     * Reads and decodes a file.
     *
     * @throws ImageRefusedException if it is no picture, broken, animated, or more than {@code limits} allow; too large a
     *     one is refused before it is decoded
     * @throws IOException if it cannot be read
     */
    public static Picture read(Path file, ImageLimits limits) throws IOException {
        return EncodedPicture.read(file, limits).decode();
    }

    /**
     * Reads a stream to the end and decodes it; the caller closes it.
     *
     * @throws ImageRefusedException if it is no picture, broken, animated, or more than {@code limits} allow; too large a
     *     one is refused before it is decoded
     * @throws IOException if it cannot be read
     */
    public static Picture read(InputStream content, ImageLimits limits) throws IOException {
        return EncodedPicture.read(content, limits).decode();
    }

    /**
     * Reads a picture from a store and decodes it; {@link ImageLimits#standard()} hold.
     *
     * @throws ImageRefusedException if its pixels are broken
     * @throws ImageStoreException if it is absent, changed or cannot be read
     */
    public static Picture read(ImageStore store, GeneratedImage image) {
        return EncodedPicture.read(store, image).decode();
    }

    /**
     * Reads a picture from a store and decodes it, under other limits than the standard ones.
     *
     * @throws ImageRefusedException if it is more than {@code limits} allow, or its pixels are broken; too large a one is
     *     refused before it is decoded
     * @throws ImageStoreException if it is absent, changed or cannot be read
     */
    public static Picture read(ImageStore store, GeneratedImage image, ImageLimits limits) {
        return EncodedPicture.read(store, image, limits).decode();
    }

    /** Returns a copy of what was drawn in code. */
    public static Picture of(BufferedImage image) {
        return new Picture(Pixels.of(image));
    }

    /** Returns the width in pixels, as shown. */
    public int width() {
        return pixels.width();
    }

    /** Returns the height in pixels, as shown. */
    public int height() {
        return pixels.height();
    }

    /** Returns whether no pixel lets anything shine through. */
    public boolean isOpaque() {
        return pixels.isOpaque();
    }

    /** Returns a copy to draw on, of {@link BufferedImage#TYPE_INT_ARGB}. */
    public BufferedImage toBufferedImage() {
        return Pixels.of(pixels.image()).image();
    }

    /**
     * Splits the picture into tiles, row by row, which together are the whole picture: {@link Grid} says how.
     *
     * @throws IllegalArgumentException if there are more rows or columns than pixels, or fewer than 1
     */
    public List<Picture> grid(int rows, int columns) {
        return grid(Grid.of(rows, columns));
    }

    /**
     * Splits the picture into tiles, row by row.
     *
     * @throws IllegalArgumentException if a tile would have no pixel
     */
    public List<Picture> grid(Grid grid) {
        return grid.split(pixels).stream().map(Picture::new).toList();
    }

    /** Returns the picture without its border; a tolerance of 16 takes JPEG's noise as part of it. */
    public Picture trimmed() {
        return trimmed(TOLERANCE);
    }

    /**
     * Returns the picture without lines of one colour at its sides. Each side has its own colour, that of its outermost
     * line, and loses no line of another; so a frame within a frame stays. Pixels that are transparent, up to the
     * tolerance, are alike whatever their colour. A picture of one colour has no border and is returned as it is;
     * {@link QualityCheck} finds it.
     *
     * @param tolerance how far each channel may be from the border's first pixel, 0–255; 0 is exact
     * @throws IllegalArgumentException if the tolerance is out of its bounds
     */
    public Picture trimmed(int tolerance) {
        if (tolerance < 0 || tolerance > 255) {
            throw new IllegalArgumentException("Picture.trimmed: tolerance must be 0 to 255, is " + tolerance);
        }
        return new Picture(new Border(pixels, tolerance).removed());
    }

    /**
     * Returns the picture made smaller so that no side is longer; never larger. The sides keep their ratio, each at least
     * one pixel.
     *
     * @param maxSide pixels, at least 1
     * @throws IllegalArgumentException if {@code maxSide} is less than 1
     */
    public Picture within(int maxSide) {
        return new Picture(Thumbnail.within(pixels, maxSide));
    }

    /** Returns a {@link #thumbnail(int, int)} of at most 256 pixels a side, whose data URI is at most 64,000 characters. */
    public EncodedPicture thumbnail() {
        return thumbnail(Thumbnail.SIDE, Thumbnail.BYTES);
    }

    /**
     * Returns a small copy: JPEG, or PNG where something shines through. If it has too many bytes, JPEG's quality is
     * lowered first, then the sides are.
     *
     * @param maxSide pixels, at least 1
     * @param maxBytes of the file; a data URI of it is a third longer
     * @throws IllegalArgumentException if {@code maxSide} is less than 1, or {@code maxBytes} is less than the smallest
     *     file, about 700
     */
    public EncodedPicture thumbnail(int maxSide, int maxBytes) {
        return Thumbnail.of(pixels, maxSide, maxBytes);
    }

    /**
     * Encodes the picture, without any metadata: PNG without loss, or JPEG at quality 0.9 of 1, in which white lies
     * behind what shines through.
     *
     * @throws IllegalArgumentException for WebP, which is read only
     */
    public EncodedPicture encode(ImageFormat format) {
        return switch (format) {
            case PNG -> Encoder.png(pixels);
            case JPEG -> Encoder.jpeg(pixels, Encoder.QUALITY);
            case WEBP -> throw new IllegalArgumentException("Picture.encode: WebP is read only; choose PNG or JPEG");
        };
    }

    Pixels pixels() {
        return pixels;
    }

    /** Equal in size and in every pixel's four channels. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Picture that
                && width() == that.width()
                && Arrays.equals(pixels.argb(), that.pixels.argb());
    }

    @Override
    public int hashCode() {
        return 31 * width() + Arrays.hashCode(pixels.argb());
    }

    @Override
    public String toString() {
        return "Picture[" + width() + "x" + height() + "]";
    }
}
