package dev.toolflow.jdbc;

import dev.toolflow.run.RunStoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * The file that runs are kept in. Thread-safe.
 *
 * @param path where it is
 * @param clock by which leases run out
 * @param patience how long an operation may take in all
 */
record SqliteFile(Path path, Clock clock, Duration patience) implements Connections {
    private static final FileAttribute<?>[] AS_INHERITED = {};

    /** Room for what many commits at once change; SQLite's own 2 MB are too few. */
    private static final int CACHE_KIBIBYTES = 16 * 1024;

    /** 16 MB. */
    private static final int LOG_PAGES = 4_000;

    /** How long one waits for others who write: a part of the patience, for an operation may have to wait twice. */
    private Duration busyTimeout() {
        return patience.dividedBy(3);
    }

    /** Makes the file where it is not there, for its owner only. */
    void make() {
        Path file = path.toAbsolutePath();
        if (Files.isDirectory(file)) {
            throw new RunStoreException(this + ": is a directory; name a file in it, such as runs.db", null);
        }
        try {
            if (!Files.exists(file)) {
                makeDirectory(file.getParent());
                create(file);
            }
        } catch (IOException e) {
            throw new RunStoreException(
                    this + ": the file cannot be made (" + e.getClass().getSimpleName()
                            + "); name one in a directory that may be written",
                    e);
        }
        if (!Files.isWritable(file)) {
            throw new RunStoreException(
                    this
                            + ": the file may not be written; give this user the right to write to it and to its directory",
                    null);
        }
    }

    private static void makeDirectory(@Nullable Path directory) throws IOException {
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
        }
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file, ownerOnly(file, "rw-------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file)) {
                throw e;
            }
            // Another process made it meanwhile, which is as well.
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : AS_INHERITED;
    }

    /** A connection for which a commit is on disk when it returns. It leaves the file as it is until it writes. */
    @Override
    public Connection open() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        // A file that was deleted is not begun anew: what was acknowledged would seem never to have been.
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(Math.toIntExact(busyTimeout().toMillis()));
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setCacheSize(-CACHE_KIBIBYTES);
        // The driver would ask for it after each insert.
        config.setGetGeneratedKeys(false);
        return connect(config);
    }

    private Connection connect(SQLiteConfig config) throws SQLException {
        // As a URI, for a path may hold what has a meaning in the driver's own addresses.
        Connection connection =
                config.createConnection("jdbc:sqlite:" + path.toAbsolutePath().toUri());
        try (Statement statement = connection.createStatement()) {
            // Where a disk is told to write but not to keep, as macOS does, it is told so.
            statement.execute("PRAGMA fullfsync = ON");
            statement.execute("PRAGMA checkpoint_fullfsync = ON");
            // Whose commit makes the log this long copies it to the file: seldom, and what changed often only once.
            statement.execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
        }
        Function.create(connection, "tf_now", new Now(clock));
        return connection;
    }

    /** The time in microseconds since 1970, for statements. */
    private static final class Now extends Function {
        private final Clock clock;

        Now(Clock clock) {
            this.clock = clock;
        }

        @Override
        protected void xFunc() throws SQLException {
            result(Micros.of(clock.instant()));
        }
    }

    @Override
    public String toString() {
        return "SQLite store " + path;
    }
}
