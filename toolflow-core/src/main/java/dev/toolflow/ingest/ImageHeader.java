package dev.toolflow.ingest;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageRefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a picture says of itself, once its structure was followed to its end. Nothing is decoded. Immutable.
 *
 * @param format what its first bytes say, whatever its name is
 * @param width pixels, as stored: an orientation in its metadata is not applied
 * @param height pixels, as stored
 * @param end the number of bytes that belong to the picture; what is behind them does not
 */
public record ImageHeader(ImageFormat format, int width, int height, long end) {

    /**
     * Reads the picture in a file, with the guards of {@link ImageIngestor}: in constant memory, and without decoding
     * it. Bytes may follow its end.
     *
     * @throws ImageRefusedException if it is no picture, a broken one, or not within the limits
     * @throws IOException if the file cannot be read
     */
    public static ImageHeader read(Path file, ImageLimits limits) throws IOException {
        long length = Files.size(file);
        limits.requireBytes(length);
        try (InputStream content = Files.newInputStream(file)) {
            return read(new ImageBytes(content, length), limits, null);
        }
    }

    /** Reads a picture without decoding it; {@code declared} is the type it is said to have. */
    static ImageHeader read(ImageBytes bytes, ImageLimits limits, @Nullable ImageFormat declared) throws IOException {
        ImageFormat format = sniff(bytes, limits.formats(), declared);
        return switch (format) {
            case PNG -> new PngReader(bytes, limits).read();
            case JPEG -> new JpegReader(bytes, limits).read();
            case WEBP -> new WebpReader(bytes, limits).read();
        };
    }

    private static ImageFormat sniff(ImageBytes bytes, Set<ImageFormat> allowed, @Nullable ImageFormat declared)
            throws IOException {
        byte[] head = bytes.head(ImageSniffer.HEAD);
        ImageFormat format = ImageSniffer.format(head)
                .orElseThrow(() -> new ImageRefusedException(Reason.NOT_AN_IMAGE, "it is " + ImageSniffer.name(head)));
        if (declared != null && declared != format) {
            throw new ImageRefusedException(Reason.WRONG_TYPE, "it is declared as " + declared + " but is " + format);
        }
        if (!allowed.contains(format)) {
            throw new ImageRefusedException(Reason.WRONG_TYPE, "it is " + format + ", allowed is " + allowed);
        }
        return format;
    }
}
