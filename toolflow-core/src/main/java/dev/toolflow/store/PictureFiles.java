package dev.toolflow.store;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Pictures at {@code sha256/ab/<hash>.<ext>}: whole or not there at all. Immutable. */
final class PictureFiles {
    private final StoreDirectory pictures;
    private final UnfinishedFiles unfinished;

    PictureFiles(StoreDirectory top, UnfinishedFiles unfinished) {
        this.pictures = top.child("sha256");
        this.unfinished = unfinished;
    }

    /** Whether a picture may not be deleted, asked again once it is out of sight. */
    @FunctionalInterface
    interface Needed {
        boolean is(String hash) throws IOException;
    }

    StoreDirectory directory() {
        return pictures;
    }

    Path path(GeneratedImage image) {
        return path(shard(image.sha256()), image);
    }

    private static Path path(StoreDirectory shard, GeneratedImage image) {
        return shard.path().resolve(image.sha256() + "." + image.format().extension());
    }

    /** What is compared of a file that is taken over as it is; one that is copied is hashed on the way. */
    enum Check {
        HASH,
        /** Its hash was computed while it was written. */
        LENGTH
    }

    /**
     * Puts the picture in place unless it is there whole.
     *
     * @return whether the file in place is {@code content} itself, under a second name
     */
    boolean keep(GeneratedImage image, Path content, Check check) throws IOException {
        StoreDirectory shard = shard(image.sha256());
        shard.make();
        Path target = path(shard, image);
        boolean shared = !holds(target, image) && write(image, content, target, check);
        // Also for what another process has just renamed: it may not have come to its own sync yet.
        shard.sync();
        return shared;
    }

    private boolean write(GeneratedImage image, Path content, Path target, Check check) throws IOException {
        Path temporary = unfinished.name(image.sha256());
        try {
            boolean shared = OwnFile.share(content, temporary);
            if (!shared) {
                temporary = unfinished.create(image.sha256());
            }
            if (!shared) {
                copy(content, temporary).requireOf(image, content);
            } else if (check == Check.HASH || Files.size(temporary) != image.sizeBytes()) {
                read(temporary).requireOf(image, content);
            }
            if (shared) {
                OwnFile.sync(temporary);
            }
            rename(temporary, target, image);
            return shared;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Sha256 copy(Path content, Path temporary) throws IOException {
        Sha256 sha256 = new Sha256();
        try (InputStream in = Files.newInputStream(content);
                FileOutputStream out = new FileOutputStream(temporary.toFile())) {
            sha256.copy(in, out);
            out.getFD().sync();
        }
        return sha256;
    }

    private static Sha256 read(Path file) throws IOException {
        Sha256 sha256 = new Sha256();
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            sha256.copy(in, OutputStream.nullOutputStream());
        }
        return sha256;
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

    /** Whether the picture is whole; one that was damaged on disk is replaced by the next put. */
    private static boolean holds(Path file, GeneratedImage image) throws IOException {
        try {
            return StoreDirectory.isThere(file)
                    && has(file, image)
                    && read(file).isOf(image);
        } catch (NoSuchFileException e) {
            return false; // Deleted by somebody else since it was seen.
        }
    }

    /** Whether there is a file of its length in its place. */
    boolean has(GeneratedImage image) throws IOException {
        StoreDirectory shard = shard(image.sha256());
        shard.refuseLinks();
        return has(path(shard, image), image);
    }

    private static boolean has(Path file, GeneratedImage image) throws IOException {
        BasicFileAttributes found = StoreDirectory.attributes(file);
        return found != null && found.isRegularFile() && found.size() == image.sizeBytes();
    }

    /**
     * Deletes a picture's files unless it is needed. Who stores the same picture meanwhile writes its record, then looks whether
     * the picture is there; here it is put out of sight, then looked whether there is a record. One of both sees the other.
     */
    SweptImages delete(String hash, Needed needed) throws IOException {
        SweptImages deleted = SweptImages.NONE;
        StoreDirectory shard = shard(hash);
        shard.refuseLinks();
        for (ImageFormat format : ImageFormat.values()) {
            Path file = shard.path().resolve(hash + "." + format.extension());
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !needed.is(hash)) {
                Path aside = unfinished.aside(file);
                if (moved(file, aside)) {
                    deleted = deleted.plus(settle(aside, hash, needed));
                }
                shard.sync();
            }
        }
        return deleted;
    }

    /** Puts a picture back that is needed although it was put aside, or else deletes it. */
    SweptImages settle(Path aside, String hash, Needed needed) throws IOException {
        if (needed.is(hash)) {
            shard(hash).make();
            moved(aside, shard(hash).path().resolve(UnfinishedFiles.nameBefore(aside)));
            shard(hash).sync();
            return SweptImages.NONE;
        }
        long bytes = Files.exists(aside, LinkOption.NOFOLLOW_LINKS) ? Files.size(aside) : 0;
        return Files.deleteIfExists(aside) ? new SweptImages(1, bytes) : SweptImages.NONE;
    }

    /** Puts a picture back in place that somebody died over while deleting it. */
    void restore(String hash, Needed needed) throws IOException {
        for (Path file : unfinished.directory().entries()) {
            if (UnfinishedFiles.hashAside(file).filter(hash::equals).isPresent() && needed.is(hash)) {
                settle(file, hash, needed);
            }
        }
    }

    private static boolean moved(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false; // Another process was faster; it settles what it moved.
        }
    }

    private StoreDirectory shard(String hash) {
        return pictures.child(hash.substring(0, 2));
    }
}
