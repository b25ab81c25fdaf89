package dev.toolflow.pictures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import net.coobird.thumbnailator.Thumbnails;

/** Makes pictures small: in pixels, and in bytes. */
final class Thumbnail {
    static final int SIDE = 256;

    /** As a data URI of JPEG or PNG, below 64,000 characters. */
    static final int BYTES = 47_000;

    private static final List<Float> QUALITIES = List.of(0.85f, 0.7f, 0.5f);
    private static final double SMALLER = 0.75;

    private Thumbnail() {}

    static Pixels within(Pixels pixels, int maxSide) {
        if (maxSide < 1) {
            throw new IllegalArgumentException("Picture.within: maxSide must be at least 1, is " + maxSide);
        }
        int longer = Math.max(pixels.width(), pixels.height());
        if (longer <= maxSide) {
            return pixels;
        }
        int width = scaled(pixels.width(), maxSide, longer);
        int height = scaled(pixels.height(), maxSide, longer);
        try {
            return Pixels.of(
                    Thumbnails.of(pixels.image()).forceSize(width, height).asBufferedImage());
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory could not be made smaller", e);
        }
    }

    private static int scaled(int side, int maxSide, int longer) {
        return (int) Math.max(1, Math.round((double) side * maxSide / longer));
    }

    static EncodedPicture of(Pixels pixels, int maxSide, int maxBytes) {
        Pixels small = within(pixels, maxSide);
        boolean opaque = small.isOpaque();
        while (true) {
            EncodedPicture encoded = opaque ? jpeg(small, maxBytes) : Encoder.png(small);
            if (encoded.sizeBytes() <= maxBytes) {
                return encoded;
            }
            int side = Math.max(small.width(), small.height());
            if (side == 1) {
                throw new IllegalArgumentException("Picture.thumbnail: maxBytes must be at least " + encoded.sizeBytes()
                        + " for this picture, is " + maxBytes);
            }
            small = within(small, (int) (side * SMALLER));
        }
    }

    private static EncodedPicture jpeg(Pixels small, int maxBytes) {
        EncodedPicture encoded = Encoder.jpeg(small, QUALITIES.get(0));
        for (float quality : QUALITIES.subList(1, QUALITIES.size())) {
            if (encoded.sizeBytes() > maxBytes) {
                encoded = Encoder.jpeg(small, quality);
            }
        }
        return encoded;
    }
}
