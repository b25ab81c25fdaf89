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
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way of every picture into a store: size, type, sides and structure are checked, from the headers, in constant
 * memory and never by decoding; then the original bytes are stored. What comes from a model and what a user uploads
 * pass the same guards. Thread-safe.
 *
 * <pre>{@code
 * GeneratedImage photo = engine.ingestor().ingest(upload, null, Map.of("user", "u-17"));
 * }</pre>
 */
public final class ImageIngestor {
    private static final int BLOCK = 16 * 1024;

    private final ImageStore store;
    private final ImageLimits limits;
    private final Clock clock;
    private final Blocks blocks;

    /**
     * @param store takes what passed
     * @param limits what a picture may be
     */
    public ImageIngestor(ImageStore store, ImageLimits limits) {
        this(store, limits, Clock.systemUTC());
    }

    /**
     * @param store takes what passed
     * @param limits what a picture may be
     * @param clock says when it was taken in
     */
    public ImageIngestor(ImageStore store, ImageLimits limits, Clock clock) {
        this(store, limits, clock, new Blocks());
    }

    private ImageIngestor(ImageStore store, ImageLimits limits, Clock clock, Blocks blocks) {
        this.store = Objects.requireNonNull(store, "store");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.blocks = blocks;
    }

    /** Returns one with other limits, the rest being the same; cheaper than a new one. */
    public ImageIngestor within(ImageLimits others) {
        return new ImageIngestor(store, others, clock, blocks);
    }

    /**
     * Takes in a picture from a model. Bytes behind its end are refused. Its file may be moved away.
     *
     * @param declared the type it is said to have, or that was asked for; null if nobody said
     * @throws ImageRefusedException if it cannot be used
     * @throws ImageStoreException if it cannot be stored; the spooled file is then still there
     */
    public GeneratedImage ingest(SpooledImage spooled, @Nullable ImageFormat declared) {
        return ingest(spooled, declared, upload(Map.of())).image();
    }

    /**
     * Takes in a picture from a model, of which more is known than its bytes. Bytes behind its end are refused. Its file may
     * be moved away.
     *
     * @param declared the type it is said to have, or that was asked for; null if nobody said
     * @param known makes the record that is stored beside the picture
     * @return the record
     * @throws ImageRefusedException if it cannot be used
     * @throws ImageStoreException if it cannot be stored; the spooled file is then still there
     */
    public ImageRecord ingest(
            SpooledImage spooled, @Nullable ImageFormat declared, Function<GeneratedImage, ImageRecord> known) {
        ImageRecord record = known.apply(whole(spooled, declared));
        store.put(record, spooled.file());
        return record;
    }

    /**
     * Takes in a picture like {@link #ingest(SpooledImage, ImageFormat, Function)}, right after it was received and before
     * anybody could change its file: the store may do without computing its hash again.
     *
     * @param declared the type it is said to have, or that was asked for; null if nobody said
     * @param known makes the record that is stored beside the picture
     * @return the record
     * @throws ImageRefusedException if it cannot be used
     * @throws ImageStoreException if it cannot be stored; the spooled file is then still there
     */
    public ImageRecord ingestReceived(
            SpooledImage spooled, @Nullable ImageFormat declared, Function<GeneratedImage, ImageRecord> known) {
        ImageRecord record = known.apply(whole(spooled, declared));
        store.putReceived(record, spooled.file());
        return record;
    }

    private GeneratedImage whole(SpooledImage spooled, @Nullable ImageFormat declared) {
        ImageHeader header = inspect(spooled, declared);
        if (header.end() < spooled.sizeBytes()) {
            throw new ImageRefusedException(
                    Reason.TRAILING_BYTES,
                    (spooled.sizeBytes() - header.end()) + " bytes follow the end of the " + header.format());
        }
        return image(spooled, header);
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
        return ingest(upload, declared, Map.of());
    }

    /**
     * Takes in a user's picture with attributes of the user's own, by which {@link ImageStore#list} finds it. Bytes behind
     * its end, which some cameras write, are cut.
     *
     * @param upload read to its end, or until it is too long; the caller closes it
     * @param declared the type it is said to have; null if nobody said
     * @param attributes such as {@code tenant} or {@code user}; see {@link ImageRecord#requireAttribute}
     * @throws ImageRefusedException if it cannot be used
     * @throws ImageStoreException if it cannot be spooled or stored
     * @throws IOException if {@code upload} cannot be read
     * @throws IllegalArgumentException if an attribute is out of its bounds
     */
    public GeneratedImage ingest(InputStream upload, @Nullable ImageFormat declared, Map<String, String> attributes)
            throws IOException {
        try (ImageSpool spool = new ImageSpool(limits)) {
            SpooledImage received = receive(upload, spool);
            ImageHeader header = inspect(received, declared);
            SpooledImage picture = cut(received, header.end(), spool);
            GeneratedImage image = image(picture, header);
            store.putReceived(upload(attributes).apply(image), picture.file());
            return image;
        }
    }

    private Function<GeneratedImage, ImageRecord> upload(Map<String, String> attributes) {
        return image -> ImageRecord.ofUpload(image, clock.instant(), attributes);
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
        byte[] block = blocks.take();
        try (InputStream content = open(spooled)) {
            return ImageHeader.read(new ImageBytes(content, spooled.sizeBytes(), block), limits, declared);
        } catch (IOException e) {
            throw unreadable(spooled, e);
        } finally {
            blocks.give(block);
        }
    }

    private static GeneratedImage image(SpooledImage spooled, ImageHeader header) {
        return new GeneratedImage(
                spooled.sha256(),
                header.format().mimeType(),
                header.width(),
                header.height(),
                spooled.sizeBytes(),
                null);
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
