package dev.toolflow.examples;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the files of one run go. A file is there whole or not at all. Not thread-safe. */
final class OutputDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(OutputDirectory.class);

    private final Path directory;
    private final Before before;
    private final List<Path> written = new ArrayList<>();

    private OutputDirectory(Path directory, Before before) {
        this.directory = directory;
        this.before = before;
    }

    private enum Before {
        ABSENT,
        THERE
    }

    /**
     * Makes the directory where it is missing, and tries whether it can be written.
     *
     * @throws BadInputException when it cannot
     */
    static OutputDirectory prepare(Path directory) {
        return prepare("--out", directory);
    }

    /**
     * The same for a directory of another option.
     *
     * @throws BadInputException when it cannot, naming the option
     */
    static OutputDirectory prepare(String option, Path directory) {
        Before before = Files.exists(directory) ? Before.THERE : Before.ABSENT;
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, ".writable-", null));
            return new OutputDirectory(directory, before);
        } catch (IOException | SecurityException e) {
            throw new BadInputException(
                    option + ": cannot write to " + directory + " (" + reason(e) + "); choose another directory");
        }
    }

    /** A directory to be looked at, and not written to; it may be missing. */
    static OutputDirectory toRead(Path directory) {
        return new OutputDirectory(directory, Before.THERE);
    }

    /** Opens what the run needs beside this directory, which is not left behind empty when that fails. */
    <T> T with(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (BadInputException e) {
            if (before == Before.ABSENT) {
                removeIfEmpty();
            }
            throw e;
        }
    }

    private void removeIfEmpty() {
        try {
            Files.delete(directory);
        } catch (IOException e) {
            LOG.debug("{} is left", directory, e);
        }
    }

    /** The directory itself. */
    Path path() {
        return directory;
    }

    /**
     * A directory within this one, made where it is missing.
     *
     * @throws WriteFailedException when it cannot be made
     */
    OutputDirectory within(String name) {
        Path inner = directory.resolve(name);
        try {
            Files.createDirectories(inner);
            return new OutputDirectory(inner, Before.THERE);
        } catch (IOException e) {
            throw new WriteFailedException(
                    inner + " cannot be made (" + reason(e) + "); free some space or choose another --out", e);
        }
    }

    /** Writes a text in UTF-8. */
    void write(String name, String text) {
        write(name, file -> Files.writeString(file, text, StandardCharsets.UTF_8));
    }

    /** Writes a text in UTF-8 that is there after a power failure too, whole as it was before or as it is now. */
    void writeSynced(String name, String text) {
        write(name, file -> {
            // Not a channel, which a cancelled run's interrupt would close.
            try (FileOutputStream content = new FileOutputStream(file.toFile())) {
                content.write(text.getBytes(StandardCharsets.UTF_8));
                content.getFD().sync();
            }
        });
        syncNames();
    }

    /** Windows opens no directory as a file; it keeps a rename by itself. */
    private void syncNames() {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            LOG.debug("the names in {} are not synced", directory, e);
        }
    }

    /** Writes all that the stream has, and closes it. */
    void write(String name, InputStream content) {
        write(name, file -> {
            try (content) {
                Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    /** Deletes a file of an earlier run, if it is there. */
    void delete(String name) {
        Path file = directory.resolve(name);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new WriteFailedException(file + " is out of date and cannot be deleted (" + reason(e) + ")", e);
        }
    }

    /** The files written so far, in that order. */
    List<Path> written() {
        return List.copyOf(written);
    }

    private void write(String name, Writing writing) {
        Path target = directory.resolve(name);
        Path unfinished = directory.resolve("." + name + ".part");
        try {
            writing.to(unfinished);
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            written.add(target);
        } catch (IOException e) {
            throw new WriteFailedException(
                    target + " cannot be written (" + reason(e) + "); free some space or choose another --out", e);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof FileAlreadyExistsException) {
            return "a file is in the way";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason().toLowerCase(Locale.ROOT)
                : "it cannot be made or used";
    }

    private interface Writing {
        void to(Path file) throws IOException;
    }

    /** A file of the result cannot be written. */
    static final class WriteFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WriteFailedException(String message, IOException cause) {
            super(message, cause);
        }
    }
}
