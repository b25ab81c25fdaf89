package dev.toolflow.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entries as files {@code ab/<key>}: the SHA-256 of the entry, a line feed, the entry in UTF-8. Not synced: a file that a crash
 * left incomplete does not have its hash. An entry has {@value #MOST_BYTES} bytes at most. Thread-safe, and safe against other
 * processes with the same directory.
 */
final class DirectoryResultCache implements ResultCache {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryResultCache.class);
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
    private static final int HASH = 64;
    private static final int FAN_OUT = 2;

    /** 16 MiB: far more than a reply that was asked for, and little enough to be read at once. */
    static final int MOST_BYTES = 16 << 20;

    private final Path directory;

    DirectoryResultCache(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    @Override
    public Optional<String> find(String key) {
        Path file = file(key);
        byte[] content;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            content = in.readNBytes(HASH + 1 + MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("result cache: cannot read " + file, e);
        }
        if (content.length > HASH + 1 + MOST_BYTES) {
            LOG.warn("result cache: {} is longer than any entry may be and counts as none; delete it", file);
            return Optional.empty();
        }
        return entry(file, content);
    }

    private static Optional<String> entry(Path file, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (text.length() <= HASH || !text.substring(0, HASH + 1).equals(sha256(text.substring(HASH + 1)) + "\n")) {
            LOG.warn(
                    "result cache: {} is damaged and counts as none; it is replaced when its step is accepted again",
                    file);
            return Optional.empty();
        }
        return Optional.of(text.substring(HASH + 1));
    }

    @Override
    public void put(String key, String entry) {
        Path file = file(key);
        try {
            if (entry.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
                LOG.warn("result cache: {} is not written, since its entry is longer than {} bytes", file, MOST_BYTES);
                Files.deleteIfExists(file);
                return;
            }
            Files.createDirectories(file.getParent(), ownerOnly("rwx------"));
            Path written = Files.createTempFile(file.getParent(), "tmp-", "", ownerOnly("rw-------"));
            try {
                Files.writeString(written, sha256(entry) + "\n" + entry, StandardCharsets.UTF_8);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("result cache: cannot write " + file, e);
        }
    }

    private Path file(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("key: must be 64 lowercase hexadecimal digits");
        }
        return directory.resolve(key.substring(0, FAN_OUT)).resolve(key);
    }

    private FileAttribute<?>[] ownerOnly(String permissions) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }

    @Override
    public String toString() {
        return "ResultCache[" + directory + "]";
    }
}
