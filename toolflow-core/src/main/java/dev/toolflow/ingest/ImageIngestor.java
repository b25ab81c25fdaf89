package dev.toolflow.ingest;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageRefusedException.Reason;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way of every picture into a store: size, type, sides and structure are checked, from the headers, in constant
 * memory and never by decoding; then the original bytes are stored. What comes from a model and what a user uploads
 * pass the same guards. Thread-safe.
 */
public final class ImageIngestor {
    private static final int BLOCK = 16 * 1024;

    private final ImageStore store;
    private final ImageLimits limits;
    private final Clock clock = Clock.systemUTC();

    /**
     * @param store takes what passed
     * @param limits what a picture may be
     */
    public ImageIngestor(ImageStore store, ImageLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /**
     * Takes in a picture from a model. Bytes behind its end are refused. Its file may be moved away.
     *
     * @param declared the type it is said to have, or that was asked for; null if nobody said
     * @param revisedPrompt what the model made of the prompt, kept with the reference
     * @throws ImageRefusedException if it cannot be used
     * @throws ImageStoreException if it cannot be stored; the spooled file is then still there
     */
    public GeneratedImage ingest(SpooledImage spooled, @Nullable ImageFormat declared, @Nullable String revisedPrompt) {
        ImageHeader header = inspect(spooled, declared);
        if (header.end() < spooled.sizeBytes()) {
            throw new ImageRefusedException(
                    Reason.TRAILING_BYTES,
                    (spooled.sizeBytes() - header.end()) + " bytes follow the end of the " + header.format());
        }
        return store(spooled, header, revisedPrompt);
    }

    /**
     * Takes in a user's picture, for example to edit it. Bytes behind its end, which some cameras write, are cut.
     *
     * @param upload read to its end, or until it is too long; the caller closes it
     * @param declared the type it is said to have; null if nobody said
     * @throws ImageRefusedException if it cannot be used
     * @throws ImageStoreException if it cannot be spooled or stored
     * @throws IOException if {@code upload} cannot be read
     */
    public GeneratedImage ingest(InputStream upload, @Nullable ImageFormat declared) throws IOException {
        try (ImageSpool spool = new ImageSpool(limits)) {
            SpooledImage received = receive(upload, spool);
            ImageHeader header = inspect(received, declared);
            return store(cut(received, header.end(), spool), header, null);
        }
    }

    private static SpooledImage receive(InputStream content, ImageSpool spool) throws IOException {
        ImageSpool.Intake intake = spool.begin();
        content.transferTo(intake);
        return intake.finish();
    }

    private static SpooledImage cut(SpooledImage received, long end, ImageSpool spool) {
        if (end == received.sizeBytes()) {
            return received;
        }
        try (InputStream content = open(received)) {
            ImageSpool.Intake intake = spool.begin();
            byte[] block = content.readNBytes((int) Math.min(BLOCK, end));
            for (long left = end - block.length; block.length > 0; left -= block.length) {
                intake.write(block, 0, block.length);
                block = content.readNBytes((int) Math.min(BLOCK, left));
            }
            return intake.finish();
        } catch (IOException e) {
            throw unreadable(received, e);
        }
    }

    private ImageHeader inspect(SpooledImage spooled, @Nullable ImageFormat declared) {
        limits.requireBytes(spooled.sizeBytes());
        try (InputStream content = open(spooled)) {
            return ImageHeader.read(new ImageBytes(content, spooled.sizeBytes()), limits, declared);
        } catch (IOException e) {
            throw unreadable(spooled, e);
        }
    }

    private GeneratedImage store(SpooledImage spooled, ImageHeader header, @Nullable String revisedPrompt) {
        GeneratedImage image = new GeneratedImage(
                spooled.sha256(),
                header.format().mimeType(),
                header.width(),
                header.height(),
                spooled.sizeBytes(),
                revisedPrompt);
        store.put(ImageRecord.ofUpload(image, clock.instant(), Map.of()), spooled.file());
        return image;
    }

    private static InputStream open(SpooledImage spooled) throws IOException {
        return Files.newInputStream(spooled.file(), LinkOption.NOFOLLOW_LINKS);
    }

    private static ImageStoreException unreadable(SpooledImage spooled, IOException cause) {
        return new ImageStoreException(
                "cannot read the received image " + spooled.file() + ": " + cause
                        + "; ingest it before its spool is closed",
                cause);
    }
}
