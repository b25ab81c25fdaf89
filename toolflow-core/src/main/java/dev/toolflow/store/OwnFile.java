package dev.toolflow.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A file that the store may take over as it is, which saves writing its bytes again: one that nobody else can write to, such
 * as a spool makes.
 */
final class OwnFile {
    private static final int PERMISSIONS = 0777;
    private static final int OWNER_READS_AND_WRITES = 0600;

    private static final FileAttribute<?>[] OWNER_ONLY = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    private static final FileAttribute<?>[] AS_INHERITED = {};

    private OwnFile() {}

    /** What makes a new file one for its owner only, where the file system knows of that; elsewhere its directory decides. */
    static FileAttribute<?>[] ownerOnly(Path directory) {
        return StoreDirectory.isPosix(directory) ? OWNER_ONLY : AS_INHERITED;
    }

    /**
     * Gives the file a second name in the store, where it is one of ours and on the same volume. Its first name stays until the
     * store is done: if storing fails, the bytes are still where they were.
     */
    static boolean share(Path file, Path name) throws IOException {
        try {
            if (!isOurs(file, name)) {
                return false;
            }
            // A sweep goes by this time, and must not take for left behind what is only now being stored.
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            Files.createLink(name, file);
        } catch (FileSystemException | UnsupportedOperationException e) {
            return false; // Another volume, or one without links: the bytes are copied, which tells if there is more
            // amiss.
        }
        return true;
    }

    private static boolean isOurs(Path file, Path name) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return false;
        }
        Map<String, Object> of =
                Files.readAttributes(file, "unix:isRegularFile,nlink,mode,uid", LinkOption.NOFOLLOW_LINKS);
        Object storesOwner = Files.getAttribute(name.getParent(), "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return Boolean.TRUE.equals(of.get("isRegularFile"))
                && Integer.valueOf(1).equals(of.get("nlink"))
                && of.get("mode") instanceof Integer mode
                && (mode & PERMISSIONS) == OWNER_READS_AND_WRITES
                && Objects.equals(of.get("uid"), storesOwner);
    }

    static void sync(Path file) throws IOException {
        try (RandomAccessFile synced = new RandomAccessFile(file.toFile(), "rw")) {
            synced.getFD().sync();
        }
    }
}
