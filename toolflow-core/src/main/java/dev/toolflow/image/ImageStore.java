package dev.toolflow.image;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Where pictures' bytes live, by their SHA-256: one picture is stored once, whoever made it, and never changes.
 * Implementations are thread-safe, and safe against other processes with the same store.
 */
public interface ImageStore {

    /**
     * Stores a picture; when this returns, the picture survives a crash of the machine. Storing what is there is no
     * error.
     *
     * @param image the reference; {@code content} must have exactly its hash and length
     * @param content a finished file, which the store may move away or copy; the caller must not use it afterwards
     * @throws ImageStoreException if it cannot be stored; then nothing in the store has changed
     */
    void put(GeneratedImage image, Path content);

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
     * Returns a store in a directory of the default file system, made on the first {@code put}. A picture lies at
     * {@code sha256/ab/<hash>.<ext>}, readable by its owner only; unfinished files lie in {@code tmp}. The directory
     * and what lies in it must not be symbolic links. Nothing is ever deleted.
     *
     * @throws IllegalArgumentException if {@code directory} is not one of the default file system
     */
    static ImageStore directory(Path directory) {
        return new DirectoryImageStore(directory);
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
