package dev.toolflow.catalog;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageSource;
import dev.toolflow.ingest.ImageHeader;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What is known of a picture that is to be edited, from its reference or from its file's header. */
record Picture(ImageFormat format, int width, int height, long bytes) {
    /** Only the model bounds what is sent to it; nothing is decoded here. */
    private static final ImageLimits ANY_PICTURE = ImageLimits.standard()
            .maxBytes(Long.MAX_VALUE)
            .maxPixels(Long.MAX_VALUE)
            .maxSide(Integer.MAX_VALUE);

    /** A file that is not read, since it has too many bytes. */
    static final class TooLongException extends Exception {
        private static final long serialVersionUID = 1L;
        private final long bytes;

        private TooLongException(long bytes) {
            this.bytes = bytes;
        }

        long bytes() {
            return bytes;
        }
    }

    /** A file that is missing or no picture. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        private UnusableException(String message, Throwable cause) {
            super(message, cause);
        }

        private UnusableException(String message) {
            super(message);
        }
    }

    /** Empty for a stream: only the call opens it. */
    static Optional<Picture> of(ImageSource source, long bytesBelow) throws TooLongException, UnusableException {
        if (source instanceof ImageSource.Stored stored) {
            GeneratedImage image = stored.image();
            return Optional.of(new Picture(image.format(), image.width(), image.height(), image.sizeBytes()));
        }
        return source instanceof ImageSource.OfFile file
                ? Optional.of(ofFile(file.file(), bytesBelow))
                : Optional.empty();
    }

    private static Picture ofFile(Path file, long bytesBelow) throws TooLongException, UnusableException {
        if (!Files.isRegularFile(file)) {
            throw new UnusableException("there is no file " + file + "; look at its path");
        }
        try {
            long bytes = Files.size(file);
            if (bytes >= bytesBelow) {
                throw new TooLongException(bytes);
            }
            ImageHeader header = ImageHeader.read(file, ANY_PICTURE);
            return new Picture(header.format(), header.width(), header.height(), bytes);
        } catch (IOException e) {
            throw new UnusableException("the file " + file + " cannot be read; look at its permissions", e);
        } catch (ImageRefusedException e) {
            throw new UnusableException("the file " + file + ": " + e.getMessage(), e);
        }
    }

    String size() {
        return width + "x" + height;
    }
}
