package dev.toolflow.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.store.ImageOrigin.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A picture as an application puts it into its messages: what it is and where it lies, never its bytes. As JSON it is whole,
 * with the link if it has one; it prints without the link's signature. Immutable.
 *
 * <pre>{@code
 * Attachment attachment = engine.attachment(result, result.output().hero())
 *         .named("Hero of the spring campaign")
 *         .withLink(engine.images(), Duration.ofMinutes(5));
 * }</pre>
 *
 * @param objectId the id of the picture's record, by which {@link ImageStore#find} finds it again
 * @param fileName a name to show and to save under, safe on every system; no path, and nothing the store goes by
 * @param mime the media type, such as {@code image/png}
 * @param sizeBytes length in bytes
 * @param width in pixels
 * @param height in pixels
 * @param toolCallId the id of the answer or tool call that it came with; null for an upload, or where there was none
 * @param link a link that works for a while, made by {@link #withLink}; or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attachment(
        String objectId,
        String fileName,
        String mime,
        long sizeBytes,
        int width,
        int height,
        @Nullable String toolCallId,
        @Nullable ImageLink link) {

    /**
     * Makes the file name safe.
     *
     * @throws IllegalArgumentException naming the component that is out of its bounds
     */
    public Attachment {
        GeneratedImage image = new GeneratedImage(ImageRecord.imageOf(objectId), mime, width, height, sizeBytes, null);
        fileName = SafeFileName.of(fileName, image.format()).orElse(image.fileName());
    }

    /** An attachment of a stored picture, named by its hash, without a link. */
    public static Attachment of(ImageRecord record) {
        GeneratedImage image = record.image();
        return new Attachment(
                record.id(),
                image.fileName(),
                image.mime(),
                image.sizeBytes(),
                image.width(),
                image.height(),
                record.origin() == null ? null : record.origin().call().responseId(),
                null);
    }

    /**
     * An attachment of a picture by what a store knows of it: the latest of its records that are meant, a finished picture's
     * before a preview's. Equal bytes may have records of others, so that the run or the user's attributes must be named.
     *
     * @param among whose records are meant, such as {@code ImageQuery.all().run(runId)} or
     *     {@code ImageQuery.all().attribute("tenant", "acme")}
     * @throws ImageStoreException if the store has no such record, or cannot be read
     */
    public static Attachment of(GeneratedImage image, ImageStore store, ImageQuery among) {
        List<ImageRecord> records = store.list(among.image(image.sha256()).withPreviews());
        return records.stream()
                .filter(record -> record.origin() == null || record.origin().kind() == Kind.FINAL)
                .findFirst()
                .or(() -> records.stream().findFirst())
                .map(Attachment::of)
                .orElseThrow(
                        () -> new ImageStoreException("image " + image.fileName() + " has no such record in " + store
                                + "; attach it from the store of the engine that made it, naming the run that made it or the"
                                + " attributes it was taken in with"));
    }

    /**
     * The same under another name. Paths, control and direction characters and names that a system reserves are made harmless,
     * the picture's own ending is added, and it is cut to 120 characters.
     */
    public Attachment named(String name) {
        return new Attachment(
                objectId, Objects.requireNonNull(name, "name"), mime, sizeBytes, width, height, toolCallId, link);
    }

    /**
     * The same with a link that the store makes now: presigned, or of a file; without one where the store makes none.
     *
     * @param validFor how long the link is to work, longer than zero, at most 15 minutes
     * @throws ImageStoreException if the store cannot be asked
     */
    public Attachment withLink(ImageStore store, Duration validFor) {
        ImageLink made = store.link(image(), validFor).orElse(null);
        return new Attachment(objectId, fileName, mime, sizeBytes, width, height, toolCallId, made);
    }

    /** The picture, to be opened from a store. */
    public GeneratedImage image() {
        return new GeneratedImage(ImageRecord.imageOf(objectId), mime, width, height, sizeBytes, null);
    }

    /** The picture's format. */
    public ImageFormat format() {
        return image().format();
    }
}
