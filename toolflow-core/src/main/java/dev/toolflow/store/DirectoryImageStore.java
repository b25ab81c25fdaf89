package dev.toolflow.store;

import dev.toolflow.image.GeneratedImage;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The store in a directory. A picture is copied to {@code tmp} while it is hashed, synced, renamed into place, and its
 * directories are synced: other processes see it whole or not at all. Stateless, so two processes are as safe as two
 * threads. An interrupt does not tear a write; the thread keeps its interrupt flag.
 */
final class DirectoryImageStore implements ImageStore {
    private final Path root;
    private final StoreDirectory pictures;
    private final StoreDirectory unfinished;

    DirectoryImageStore(Path directory) {
        Objects.requireNonNull(directory, "directory");
        if (directory.getFileSystem() != FileSystems.getDefault()) {
            throw new IllegalArgumentException("image store: " + directory
                    + " is not on the default file system, where writes can be synced; choose a directory there");
        }
        root = directory.toAbsolutePath().normalize();
        StoreDirectory top = StoreDirectory.root(root);
        pictures = top.child("sha256");
        unfinished = top.child("tmp");
    }

    @Override
    public void put(ImageRecord record, Path content) {
        GeneratedImage image = record.image();
        StoreDirectory shard = shard(image);
        Path target = target(shard, image);
        try {
            shard.make();
            if (!holds(target, image)) {
                write(image, content, target);
            }
            // Also for what another process has just renamed: it may not have come to its own sync yet.
            shard.sync();
        } catch (IOException | UnsupportedOperationException e) {
            throw failed("store", image, e);
        }
    }

    private void write(GeneratedImage image, Path content, Path target) throws IOException {
        unfinished.make();
        Path temporary = Files.createTempFile(unfinished.path(), image.sha256().substring(0, 12), ".tmp");
        try {
            copy(image, content, temporary);
            rename(temporary, target, image);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void copy(GeneratedImage image, Path content, Path temporary) throws IOException {
        Sha256 sha256 = new Sha256();
        try (InputStream in = Files.newInputStream(content);
                FileOutputStream out = new FileOutputStream(temporary.toFile())) {
            sha256.copy(in, out);
            out.getFD().sync();
        }
        if (!sha256.isOf(image)) {
            throw new ImageStoreException("image " + image.fileName() + ": the " + sha256.length() + " bytes in "
                    + content + " are not those of its hash and length; store the file it was made from");
        }
    }

    private static void rename(Path temporary, Path target, GeneratedImage image) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Windows refuses to replace a file that is being read: another process was faster with the same bytes.
            if (!holds(target, image)) {
                throw e;
            }
        }
    }

    /** Whether the target is whole; one that was damaged on disk is replaced by the next put. */
    private static boolean holds(Path target, GeneratedImage image) throws IOException {
        if (!isFileOf(target, image)) {
            return false;
        }
        Sha256 sha256 = new Sha256();
        try (InputStream in = Files.newInputStream(target, LinkOption.NOFOLLOW_LINKS)) {
            sha256.copy(in, OutputStream.nullOutputStream());
        }
        return sha256.isOf(image);
    }

    private static boolean isFileOf(Path target, GeneratedImage image) throws IOException {
        StoreDirectory.refuseLink(target);
        return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && Files.size(target) == image.sizeBytes();
    }

    @Override
    public InputStream open(GeneratedImage image) {
        StoreDirectory shard = shard(image);
        Path target = target(shard, image);
        try {
            shard.refuseLinks();
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !isFileOf(target, image)) {
                throw new ImageStoreException("image " + image.fileName() + " in " + root + " is not a file of "
                        + image.sizeBytes() + " bytes any more; restore it from a backup, or run its step again");
            }
            InputStream content = Files.newInputStream(target, LinkOption.NOFOLLOW_LINKS);
            return new VerifyingInputStream(content, image, root.toString());
        } catch (NoSuchFileException e) {
            throw new ImageStoreException(
                    "image " + image.fileName() + " is not in " + root
                            + "; open it from the store of the engine that made it, or run its step again",
                    e);
        } catch (IOException e) {
            throw failed("open", image, e);
        }
    }

    @Override
    public boolean contains(GeneratedImage image) {
        StoreDirectory shard = shard(image);
        try {
            shard.refuseLinks();
            return isFileOf(target(shard, image), image);
        } catch (IOException e) {
            throw failed("look up", image, e);
        }
    }

    @Override
    public Optional<ImageRecord> find(String id) {
        throw new UnsupportedOperationException("comes next");
    }

    @Override
    public List<ImageRecord> list(ImageQuery query) {
        throw new UnsupportedOperationException("comes next");
    }

    @Override
    public boolean delete(String id) {
        throw new UnsupportedOperationException("comes next");
    }

    @Override
    public SweptImages sweep(Duration olderThan) {
        throw new UnsupportedOperationException("comes next");
    }

    private StoreDirectory shard(GeneratedImage image) {
        return pictures.child(image.sha256().substring(0, 2));
    }

    private static Path target(StoreDirectory shard, GeneratedImage image) {
        return shard.path().resolve(image.sha256() + "." + image.format().extension());
    }

    private ImageStoreException failed(String what, GeneratedImage image, Exception cause) {
        return new ImageStoreException(
                "cannot " + what + " image " + image.fileName() + " in " + root + ": " + cause
                        + "; look at the directory's permissions and free space, then resume",
                cause);
    }

    @Override
    public String toString() {
        return "ImageStore[" + root + "]";
    }
}
