package dev.toolflow.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the store with the ones above it up to the store's root: made for its owner only, never a symbolic
 * link, synced so that what was renamed into it survives a crash. Thread-safe.
 *
 * @param parent null for the store's root
 * @param life how long it stays
 * @param entered those whose own entries above are known to survive a crash; one set for all directories of a store
 */
record StoreDirectory(Path path, @Nullable StoreDirectory parent, Life life, Set<Path> entered) {

    private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);

    /** How long a directory stays. */
    enum Life {
        /** The store never takes it away, so that its entry needs to be synced once only. */
        LASTING,
        /** Until nothing is left in it. */
        PASSING
    }

    static StoreDirectory root(Path path) {
        return new StoreDirectory(path, null, Life.LASTING, ConcurrentHashMap.newKeySet());
    }

    StoreDirectory child(String name) {
        return new StoreDirectory(path.resolve(name), this, Life.LASTING, entered);
    }

    StoreDirectory passingChild(String name) {
        return new StoreDirectory(path.resolve(name), this, Life.PASSING, entered);
    }

    /** Makes this directory where it is missing, and those above it. */
    void make() throws IOException {
        if (parent != null) {
            parent.make();
        }
        if (isThere(path) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        entered.remove(path);
        Path above = path.getParent();
        if (parent == null && above != null) {
            Files.createDirectories(above);
        }
        create();
        if (parent == null && above != null) {
            sync(above);
        }
    }

    private void create() throws IOException {
        try {
            Files.createDirectory(path, ownerOnly());
        } catch (FileAlreadyExistsException e) {
            refuseLink(path);
            if (isOther()) {
                NotDirectoryException notDirectory = new NotDirectoryException(path.toString());
                notDirectory.addSuppressed(e);
                throw notDirectory;
            }
        }
    }

    /** Whether something else is there; a directory may have been taken away again, being empty. */
    private boolean isOther() throws IOException {
        try {
            return !Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        if (!isPosix(path)) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        };
    }

    /** Makes the entries of this directory survive a crash, and its own above where that is not known of it yet. */
    void sync() throws IOException {
        sync(path);
        if (parent == null || entered.contains(path)) {
            return;
        }
        parent.sync();
        if (life == Life.LASTING) {
            entered.add(path);
        }
    }

    /** What lies in this directory; nothing where it was not made yet, or is none. */
    List<Path> entries() throws IOException {
        refuseLinks();
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Takes the directory away where nothing is left in it. */
    void removeIfEmpty() throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            return;
        }
        if (parent != null) {
            parent.sync();
        }
    }

    void refuseLinks() {
        refuseLink(path);
        if (parent != null) {
            parent.refuseLinks();
        }
    }

    static void refuseLink(Path path) {
        if (Files.isSymbolicLink(path)) {
            throw link(path);
        }
    }

    /**
     * Whether there is anything, asked so that no exception says there is not: half a store's questions have that answer, and
     * each such exception allocates two kilobytes. A symbolic link that leads nowhere counts for nothing.
     */
    static boolean isThere(Path path) {
        return path.toFile().exists();
    }

    /** What lies there, or null for nothing; a symbolic link is refused. */
    static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return null;
        }
        if (found.isSymbolicLink()) {
            throw link(path);
        }
        return found;
    }

    private static ImageStoreException link(Path path) {
        return new ImageStoreException("image store: " + path
                + " is a symbolic link, which could lead out of the store; name the real directory, or remove it");
    }

    private static void sync(Path directory) throws IOException {
        if (!isPosix(directory)) {
            return; // Windows cannot open a directory; its renames are journaled by the file system.
        }
        // Channels close on an interrupt; a picture that was paid for is to be stored all the same.
        boolean interrupted = Thread.interrupted();
        try {
            while (!synced(directory)) {
                interrupted = Thread.interrupted() || interrupted;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean synced(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
            return true;
        } catch (NoSuchFileException e) {
            return true; // Another process found it empty and took it away.
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }

    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
