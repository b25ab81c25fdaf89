package dev.toolflow.store;

import dev.toolflow.image.GeneratedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The store in a directory. A picture is linked or written to {@code tmp} and hashed, synced, renamed into place, and its
 * directory is synced; then its record in the same way. So other processes see each whole or not at all, and a record never
 * without its picture. All it keeps is which of its directories are synced above, so two processes are as safe as two threads.
 * An interrupt does not tear a write; the thread keeps its interrupt flag.
 */
final class DirectoryImageStore implements ImageStore {
    private final Path root;
    private final Clock clock;
    private final UnfinishedFiles unfinished;
    private final PictureFiles pictures;
    private final RecordFiles records;

    DirectoryImageStore(Path directory) {
        this(directory, Clock.systemUTC());
    }

    DirectoryImageStore(Path directory, Clock clock) {
        Objects.requireNonNull(directory, "directory");
        if (directory.getFileSystem() != FileSystems.getDefault()) {
            throw new IllegalArgumentException("image store: " + directory
                    + " is not on the default file system, where writes can be synced; choose a directory there");
        }
        this.root = directory.toAbsolutePath().normalize();
        this.clock = clock;
        StoreDirectory top = StoreDirectory.root(root);
        this.unfinished = new UnfinishedFiles(top);
        this.pictures = new PictureFiles(top, unfinished);
        this.records = new RecordFiles(top, unfinished);
    }

    @Override
    public void put(ImageRecord record, Path content) {
        put(record, content, PictureFiles.Check.HASH);
    }

    @Override
    public void putReceived(ImageRecord record, Path content) {
        put(record, content, PictureFiles.Check.LENGTH);
    }

    private void put(ImageRecord record, Path content, PictureFiles.Check check) {
        GeneratedImage image = record.image();
        try {
            boolean shared = pictures.keep(image, content, check);
            records.keep(record);
            // Who deleted the last other record of this picture may not have seen the new one in time.
            if (!pictures.has(image)) {
                shared |= pictures.keep(image, content, check);
            }
            if (shared) {
                Files.deleteIfExists(content);
            }
        } catch (IOException | UnsupportedOperationException e) {
            throw failed("store image " + image.fileName(), e);
        }
    }

    @Override
    public InputStream open(GeneratedImage image) {
        Path file = pictures.path(image);
        try {
            if (!isThere(image) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new ImageStoreException("image " + image.fileName() + " in " + root + " is not a file of "
                        + image.sizeBytes() + " bytes any more; restore it from a backup, or run its step again");
            }
            InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
            return new VerifyingInputStream(content, image, root.toString());
        } catch (NoSuchFileException e) {
            throw new ImageStoreException(
                    "image " + image.fileName() + " is not in " + root
                            + "; open it from the store of the engine that made it, or run its step again",
                    e);
        } catch (IOException e) {
            throw failed("open image " + image.fileName(), e);
        }
    }

    @Override
    public boolean contains(GeneratedImage image) {
        try {
            return isThere(image);
        } catch (IOException e) {
            throw failed("look up image " + image.fileName(), e);
        }
    }

    private boolean isThere(GeneratedImage image) throws IOException {
        if (pictures.has(image)) {
            return true;
        }
        pictures.restore(image.sha256(), records::any);
        return pictures.has(image);
    }

    @Override
    public Optional<ImageRecord> find(String id) {
        if (!ImageRecord.isId(id)) {
            return Optional.empty();
        }
        try {
            return records.find(id);
        } catch (IOException e) {
            throw failed("find record " + id, e);
        }
    }

    @Override
    public List<ImageRecord> list(ImageQuery query) {
        LatestRecords latest = new LatestRecords(query);
        try {
            if (query.image().isPresent()) {
                records.forEach(query.image().get(), latest::add);
            } else {
                records.forEach(latest::add);
            }
        } catch (IOException e) {
            throw failed("list images", e);
        }
        return latest.list();
    }

    @Override
    public boolean delete(String id) {
        if (!ImageRecord.isId(id)) {
            return false;
        }
        try {
            if (!records.delete(id)) {
                return false;
            }
            pictures.delete(ImageRecord.imageOf(id), records::any);
            return true;
        } catch (IOException e) {
            throw failed("delete record " + id, e);
        }
    }

    @Override
    public SweptImages sweep(Duration olderThan) {
        if (olderThan.isNegative()) {
            throw new IllegalArgumentException("olderThan: must not be negative, was " + olderThan);
        }
        try {
            return new DirectorySweep(pictures, records, clock.instant(), olderThan).run(unfinished);
        } catch (IOException e) {
            throw failed("sweep images", e);
        }
    }

    @Override
    public Optional<ImageLink> link(GeneratedImage image, Duration validFor) {
        ImageLink.requireDuration(validFor);
        return contains(image) ? Optional.of(new ImageLink(pictures.path(image).toUri())) : Optional.empty();
    }

    private ImageStoreException failed(String what, Exception cause) {
        return new ImageStoreException(
                "cannot " + what + " in " + root + ": " + cause
                        + "; look at the directory's permissions and free space, then resume",
                cause);
    }

    @Override
    public String toString() {
        return "ImageStore[" + root + "]";
    }
}
