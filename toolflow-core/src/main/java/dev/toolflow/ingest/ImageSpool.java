package dev.toolflow.ingest;

import dev.toolflow.store.ImageStoreException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the pictures of one reply are received: each streams into a temporary file while it is hashed, in constant
 * memory. Nothing is judged here but the length; {@link ImageIngestor} does the rest. Files lie in a directory of
 * their own under
 * {@code java.io.tmpdir}, made when the first picture begins, and are not synced: the store does that. For one writing
 * thread; {@link #images()} and {@link #close()} may be called from another.
 *
 * <pre>{@code
 * try (ImageSpool spool = new ImageSpool(ImageLimits.standard())) {
 *     try (ImageSpool.Intake intake = spool.begin()) {
 *         body.transferTo(intake);
 *     }
 *     return ingestor.ingest(spool.images().get(0), null);
 * }
 * }</pre>
 */
public final class ImageSpool implements AutoCloseable {
    /** What the names of the directories begin with. */
    static final String DIRECTORY = "toolflow-spool-";

    private static final Logger LOG = LoggerFactory.getLogger(ImageSpool.class);

    private final ImageLimits limits;
    private final List<SpooledImage> finished = new ArrayList<>();
    private final List<Intake> begun = new ArrayList<>();
    private @Nullable Path directory;
    private boolean used;
    private boolean closed;

    /** @param limits of them only {@link ImageLimits#maxBytes()} counts here, for each picture by itself */
    public ImageSpool(ImageLimits limits) {
        this.limits = limits;
    }

    /**
     * Begins to receive a picture.
     *
     * @throws ImageStoreException if no file can be made
     * @throws IllegalStateException if the spool is closed
     */
    public synchronized Intake begin() {
        if (closed) {
            throw new IllegalStateException("image spool: closed; use a new one for each reply");
        }
        used = true;
        try {
            if (directory == null) {
                directory = Files.createTempDirectory(DIRECTORY);
            }
            Path file = Files.createTempFile(directory, "image-", ".part");
            // Unbuffered, since who streams writes blocks; a buffer would be one more for each picture in flight.
            Intake intake = new Intake(file, new FileOutputStream(file.toFile()));
            begun.add(intake);
            return intake;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Returns whether a picture was ever begun here, even if no file could be made for it. */
    public synchronized boolean isUsed() {
        return used;
    }

    /** Returns what a picture may be that is received here. */
    public ImageLimits limits() {
        return limits;
    }

    /** Returns the pictures received so far, in the order in which they were finished. */
    public synchronized List<SpooledImage> images() {
        return List.copyOf(finished);
    }

    /**
     * Gives a picture up to the caller, whose file it becomes to delete: the spool forgets it, and its closing leaves it
     * alone. No bytes are copied.
     *
     * @return where the picture lies now
     * @throws ImageStoreException if the spool has no such picture, is closed, or the file cannot be moved
     */
    public synchronized SpooledImage release(SpooledImage image) {
        Path from = directory;
        if (from == null || !finished.contains(image)) {
            throw new ImageStoreException("image spool: it has no such picture to give up");
        }
        // Both names are unique, so their sum is.
        Path file = from.resolveSibling(from.getFileName() + "-" + image.file().getFileName());
        try {
            Files.move(image.file(), file);
        } catch (IOException e) {
            throw failed(e);
        }
        finished.remove(image);
        begun.removeIf(intake -> intake.file.equals(image.file()));
        return new SpooledImage(image.sha256(), image.sizeBytes(), file);
    }

    /** Deletes what was received and not moved away by a store. Does nothing the second time. */
    @Override
    public synchronized void close() {
        closed = true;
        begun.forEach(Intake::discard);
        begun.clear();
        Path emptied = directory;
        directory = null;
        if (emptied != null) {
            delete(emptied);
        }
    }

    private synchronized void add(SpooledImage image) {
        finished.add(image);
    }

    static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("image spool: {} is left behind, it cannot be deleted: {}", path, e.toString());
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }

    private static ImageStoreException failed(IOException cause) {
        return new ImageStoreException(
                "cannot receive an image in " + System.getProperty("java.io.tmpdir") + ": " + cause
                        + "; look at its free space and permissions, or set java.io.tmpdir to another directory",
                cause);
    }

    /**
     * One picture that is being received. A failure of the disk is an {@link ImageStoreException}, never an
     * {@link IOException}, so that it is not taken for one of the network. Every write goes to the file at once: give
     * it blocks of some kilobytes. Not thread-safe.
     */
    public final class Intake extends OutputStream {
        private final Path file;
        private final DigestOutputStream out;
        private long length;
        private boolean discarded;
        private @Nullable SpooledImage result;

        private Intake(Path file, OutputStream out) {
            this.file = file;
            this.out = new DigestOutputStream(out, sha256());
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        /** @throws ImageRefusedException as soon as there are more bytes than allowed; the file is deleted at once */
        @Override
        public void write(byte[] bytes, int offset, int count) {
            requireOpen();
            try {
                limits.requireBytes(length + count);
                out.write(bytes, offset, count);
                length += count;
            } catch (ImageRefusedException e) {
                discard();
                throw e;
            } catch (IOException e) {
                discard();
                throw failed(e);
            }
        }

        /** Ends the picture and returns it; the same again when called again. */
        public SpooledImage finish() {
            SpooledImage before = result;
            if (before != null) {
                return before;
            }
            requireOpen();
            try {
                out.close();
            } catch (IOException e) {
                discard();
                throw failed(e);
            }
            SpooledImage image = new SpooledImage(
                    HexFormat.of().formatHex(out.getMessageDigest().digest()), length, file);
            result = image;
            add(image);
            return image;
        }

        /** Gives the picture up and deletes its file; does nothing when it has ended. */
        public void abandon() {
            if (!discarded && result == null) {
                discard();
            }
        }

        /** Finishes the picture, unless it was refused, given up or is finished. Who fails half-way closes the spool as well. */
        @Override
        public void close() {
            if (!discarded) {
                finish();
            }
        }

        private void requireOpen() {
            if (discarded || result != null) {
                throw new IllegalStateException("image spool: this picture has ended; begin another");
            }
        }

        private void discard() {
            discarded = true;
            try {
                out.close();
            } catch (IOException e) {
                LOG.debug("image spool: {} is deleted unfinished: {}", file, e.toString());
            }
            delete(file);
        }
    }
}
