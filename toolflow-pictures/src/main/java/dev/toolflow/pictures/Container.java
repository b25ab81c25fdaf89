package dev.toolflow.pictures;

import dev.toolflow.image.ImageFormat;

/**
 * The parts that a picture's file consists of. Its structure was followed to its end before, so that offsets found in
 * it lie in it. Immutable.
 */
sealed interface Container permits JpegContainer, PngContainer, WebpContainer {

    static Container of(ImageFormat format, byte[] bytes) {
        return switch (format) {
            case PNG -> new PngContainer(bytes);
            case JPEG -> new JpegContainer(bytes);
            case WEBP -> new WebpContainer(bytes);
        };
    }

    Orientation orientation();

    byte[] withoutMetadata();
}
