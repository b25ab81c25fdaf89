package dev.toolflow.pictures;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageHeader;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.ImageRefusedException.Reason;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * A picture as a file in memory, PNG, JPEG or WebP, whose size and structure were checked and whose pixels are not
 * decoded. Who needs size and format alone reads them with {@link ImageHeader}, which loads nothing. Immutable.
 *
 * <pre>{@code
 * EncodedPicture upload = EncodedPicture.read(file, ImageLimits.standard());
 * upload.withoutMetadata().write(published);
 * }</pre>
 */
public final class EncodedPicture {
    private final ImageFormat format;
    private final int width;
    private final int height;
    private final byte[] bytes;

    /** @param bytes owned by this picture from here on */
    EncodedPicture(ImageFormat format, int width, int height, byte[] bytes) {
        this.format = format;
        this.width = width;
        this.height = height;
        this.bytes = bytes;
    }

    /**
     * Reads a file. What is checked is a copy of it, so that it may change meanwhile.
     *
     * @param limits guard memory and decoder; {@link ImageLimits#maxBytes()} is what this picture takes at most
     * @throws ImageRefusedException if it is no picture, broken, animated, or more than {@code limits} allow
     * @throws IOException if it cannot be read
     */
    public static EncodedPicture read(Path file, ImageLimits limits) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return read(content, limits);
        }
    }

    /**
     * Reads a stream to its end, or until it is too long. Bytes behind the picture's end are cut. The caller closes it.
     *
     * @param limits guard memory and decoder; {@link ImageLimits#maxBytes()} is what this picture takes at most
     * @throws ImageRefusedException if it is no picture, broken, animated, or more than {@code limits} allow
     * @throws ImageStoreException if there is no room to receive it
     * @throws IOException if it cannot be read
     */
    public static EncodedPicture read(InputStream content, ImageLimits limits) throws IOException {
        try (ImageSpool spool = new ImageSpool(limits)) {
            ImageSpool.Intake intake = spool.begin();
            content.transferTo(intake);
            Path received = intake.finish().file();
            ImageHeader header = ImageHeader.read(received, limits);
            if (header.end() > Integer.MAX_VALUE - 8) {
                throw new ImageRefusedException(Reason.TOO_LARGE, "its " + header.end() + " bytes fit no array");
            }
            try (InputStream checked = Files.newInputStream(received)) {
                byte[] bytes = checked.readNBytes((int) header.end());
                return new EncodedPicture(header.format(), header.width(), header.height(), bytes);
            }
        }
    }

    /**
     * Reads a picture from a store; {@link ImageLimits#standard()} hold.
     *
     * @throws ImageRefusedException if it cannot be used
     * @throws ImageStoreException if it is absent, changed or cannot be read
     */
    public static EncodedPicture read(ImageStore store, GeneratedImage image) {
        return read(store, image, ImageLimits.standard());
    }

    /**
     * Reads a picture from a store, such as one that an engine with other limits made.
     *
     * @param limits guard memory and decoder; {@link ImageLimits#maxBytes()} is what this picture takes at most
     * @throws ImageRefusedException if it is more than {@code limits} allow, or cannot be used
     * @throws ImageStoreException if it is absent, changed or cannot be read
     */
    public static EncodedPicture read(ImageStore store, GeneratedImage image, ImageLimits limits) {
        try (InputStream content = store.open(image)) {
            return read(content, limits);
        } catch (IOException e) {
            throw new ImageStoreException(
                    "cannot read image " + image.fileName() + ": " + e + "; look at the store and try again", e);
        }
    }

    /** Returns the format, as its first bytes say. */
    public ImageFormat format() {
        return format;
    }

    /** Returns the width in pixels, as stored: the orientation that a camera notes is not applied. */
    public int width() {
        return width;
    }

    /** Returns the height in pixels, as stored. */
    public int height() {
        return height;
    }

    /** Returns the length of the file in bytes. */
    public int sizeBytes() {
        return bytes.length;
    }

    /** Returns a copy of the file's bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Opens the file's bytes, which are not copied. */
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    /**
     * Writes the file's bytes; the caller closes the stream.
     *
     * @throws IOException if the stream cannot be written
     */
    public void write(OutputStream target) throws IOException {
        target.write(bytes);
    }

    /**
     * Returns the picture as a {@code data:} URI (RFC 2397), for a page that must stand alone. It is a third longer
     * than the bytes: for thumbnails.
     */
    public String dataUri() {
        return "data:" + format.mimeType() + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Puts the picture into a store through the same guards as an upload.
     *
     * @throws ImageRefusedException if the ingestor's limits are lower than those it was made under
     * @throws ImageStoreException if it cannot be stored
     */
    public GeneratedImage storeWith(ImageIngestor ingestor) {
        return storeWith(ingestor, Map.of());
    }

    /**
     * Puts the picture into a store as above, with attributes of the user's own in its record.
     *
     * @param attributes such as {@code tenant} or {@code user}; see {@link ImageRecord#requireAttribute}
     * @throws ImageRefusedException if the ingestor's limits are lower than those it was made under
     * @throws ImageStoreException if it cannot be stored
     * @throws IllegalArgumentException if an attribute is out of its bounds
     */
    public GeneratedImage storeWith(ImageIngestor ingestor, Map<String, String> attributes) {
        try (InputStream content = open()) {
            return ingestor.ingest(content, format, attributes);
        } catch (IOException e) {
            throw new ImageStoreException("cannot store a picture of " + bytes.length + " bytes: " + e, e);
        }
    }

    /**
     * Returns the picture without EXIF, GPS, XMP, IPTC, comments, texts, times, embedded previews and content credentials
     * (C2PA). The coded pixels stay byte for byte what they are, and with them the colour profile. An orientation
     * that differs from upright is kept, as the one tag of a new EXIF block, so that viewers go on to show the picture
     * upright.
     */
    public EncodedPicture withoutMetadata() {
        return new EncodedPicture(
                format, width, height, Container.of(format, bytes).withoutMetadata());
    }

    /**
     * Decodes the pixels, upright as the camera's orientation says, to 8 bits a channel in sRGB.
     *
     * @throws ImageRefusedException if the pixels are broken
     */
    public Picture decode() {
        return new Decoder(this, Container.of(format, bytes)).decode();
    }

    /** Format, size and length; no bytes. */
    @Override
    public String toString() {
        return "EncodedPicture[" + format + ", " + width + "x" + height + ", " + bytes.length + " bytes]";
    }
}
