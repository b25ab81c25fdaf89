package dev.toolflow.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The store's {@code tmp}: what is being written, and pictures that were put aside to be deleted, each under a name that
 * nobody else uses. Immutable.
 */
final class UnfinishedFiles {
    private static final Pattern ASIDE = Pattern.compile("([0-9a-f]{64})\\.(png|jpg|webp)-[0-9a-f-]{36}\\.aside");
    private static final int PREFIX = 12;

    private final StoreDirectory directory;

    UnfinishedFiles(StoreDirectory top) {
        this.directory = top.child("tmp");
    }

    StoreDirectory directory() {
        return directory;
    }

    /** A name for a file that does not exist yet. */
    Path name(String hash) throws IOException {
        directory.make();
        return directory.path().resolve(hash.substring(0, PREFIX) + "-" + UUID.randomUUID() + ".tmp");
    }

    /** A new empty file, for its owner only. */
    Path create(String hash) throws IOException {
        return Files.createFile(name(hash), OwnFile.ownerOnly(directory.path()));
    }

    /** A new file with this content, synced. */
    Path write(String hash, byte[] content) throws IOException {
        Path file = create(hash);
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            out.write(content);
            out.getFD().sync();
            return file;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** A name under which a picture is put aside, which says where it belongs. */
    Path aside(Path picture) throws IOException {
        directory.make();
        return directory.path().resolve(picture.getFileName() + "-" + UUID.randomUUID() + ".aside");
    }

    /** The hash of a picture that was put aside; empty for any other file. */
    static Optional<String> hashAside(Path file) {
        Matcher name = ASIDE.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    /** The name that a picture had before it was put aside. */
    static String nameBefore(Path aside) {
        String name = String.valueOf(aside.getFileName());
        return name.substring(0, name.indexOf('-'));
    }

    static boolean isUnfinished(Path file) {
        return String.valueOf(file.getFileName()).endsWith(".tmp");
    }
}
