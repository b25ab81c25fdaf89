package dev.toolflow.store;

import dev.toolflow.image.GeneratedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where pictures' bytes live, by their SHA-256: one picture is stored once, whoever made it, and never changes.
 * Implementations are thread-safe, and safe against other processes with the same store.
 */
public interface ImageStore {

    /**
     * Stores a picture and what is known of it; when this returns, both survive a crash of the machine. Storing what is
     * there is no error. The picture is stored before its record, so that no record is without its picture.
     *
     * @param record what is known; {@code content} must have exactly its picture's hash and length
     * @param content a finished file, which the store may move away or copy; the caller must not use it afterwards
     * @throws ImageStoreException if it cannot be stored; then no record of it is there
     */
    void put(ImageRecord record, Path content);

    /**
     * Stores a picture like {@link #put}, from a file whose hash was computed while it was written and which nobody could
     * change since: a store may then do without reading it once more. A file that has waited is for {@link #put}.
     *
     * @implSpec calls {@link #put}
     * @param record what is known; {@code content} must have exactly its picture's hash and length
     * @param content a finished file, which the store may move away or copy; the caller must not use it afterwards
     * @throws ImageStoreException if it cannot be stored; then no record of it is there
     */
    default void putReceived(ImageRecord record, Path content) {
        put(record, content);
    }

    /**
     * Opens a picture's bytes for a caller who closes the stream. The hash is checked while it streams: before the last
     * byte is handed out, a picture that changed in the store throws {@link ImageStoreException} from {@code read}.
     * So what was read in part is not yet verified.
     *
     * @throws ImageStoreException if it is absent, unreadable, or not of the expected length
     */
    InputStream open(GeneratedImage image);

    /** Returns whether the picture is here; its hash is checked by {@link #open}, not here. */
    boolean contains(GeneratedImage image);

    /**
     * Finds a record by its id; empty when there is none, or the text is no id.
     *
     * @throws ImageStoreException if it cannot be read
     */
    Optional<ImageRecord> find(String id);

    /**
     * Finds records, the latest first; those of previews only when the query asks for them. Looks at every record unless the query names a picture.
     *
     * @throws ImageStoreException if they cannot be read, or one has a newer format than this version of ToolFlow reads
     */
    List<ImageRecord> list(ImageQuery query);

    /**
     * Deletes a record, and its picture unless another record needs it.
     *
     * @return whether there was such a record
     * @throws ImageStoreException if it cannot be deleted
     */
    boolean delete(String id);

    /**
     * Deletes pictures without a record, and unfinished files, which crashes leave behind. What is younger is kept: it may
     * be about to get its record.
     *
     * @param olderThan how old they must be at least; a day is safe, zero only when nobody stores
     */
    SweptImages sweep(Duration olderThan);

    /**
     * Makes a link to a picture: for a directory of its file, for S3 a presigned one.
     *
     * @param validFor how long the link is to work, longer than zero, at most 15 minutes
     * @return empty where there can be no link
     * @throws IllegalArgumentException if {@code validFor} is out of its bounds
     */
    default Optional<ImageLink> link(GeneratedImage image, Duration validFor) {
        ImageLink.requireDuration(validFor);
        return Optional.empty();
    }

    /**
     * Checks a picture's bytes while they are read, as {@link #open} promises; for implementations.
     *
     * @param content the stored bytes; closed with what is returned
     * @param image whose bytes they should be
     * @param where the store, for the message of what is thrown
     */
    static InputStream verifying(InputStream content, GeneratedImage image, String where) {
        return new VerifyingInputStream(content, image, where);
    }

    /**
     * Returns a store in a directory of the default file system, made on the first {@code put}. A picture lies at
     * {@code sha256/ab/<hash>.<ext>}, readable by its owner only, its records at {@code records/ab/<hash>/<16 digits>.json};
     * unfinished files lie in {@code tmp}. The directory and what lies in it must not be symbolic links. A file that only
     * its owner may read, as a spool writes it, is moved into the store; any other is copied. A damaged record is refused by
     * {@code find} and passed over by {@code list} with a warning. Its links are {@code file:} URIs, which work as long as
     * the picture is there.
     *
     * @throws IllegalArgumentException if {@code directory} is not one of the default file system
     */
    static ImageStore directory(Path directory) {
        return new DirectoryImageStore(directory);
    }

    /**
     * Returns a store in the heap, for tests and for pictures that are handed on at once; gone with the program. It makes no
     * links.
     *
     * @param maxBytes the most that pictures and records may take, in bytes, at least 1; a picture that does not fit is
     *     refused with {@link ImageStoreException}, and nothing of it is stored
     */
    static ImageStore memory(long maxBytes) {
        return new MemoryImageStore(maxBytes);
    }

    /**
     * Returns a store in a new directory under {@code java.io.tmpdir}, made on the first {@code put}. It is left in
     * place when the program ends, since pictures are paid for; removing it is up to the user or the operating
     * system.
     */
    static ImageStore temporary() {
        return directory(Path.of(System.getProperty("java.io.tmpdir"), "toolflow-images-" + UUID.randomUUID()));
    }
}
