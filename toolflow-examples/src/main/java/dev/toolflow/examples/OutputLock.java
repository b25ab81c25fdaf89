package dev.toolflow.examples;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other runs out of a directory while one makes its files. The system lets go of it when the process ends, however it
 * ends. Its file stays: if it were deleted, a run that waits with it open would lock a file that nobody else sees.
 */
final class OutputLock implements AutoCloseable {
    static final String FILE = ".lock";

    private final FileChannel channel;

    private OutputLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the directory.
     *
     * @throws BadInputException when another run has it, or it cannot be locked
     */
    static OutputLock of(Path directory) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new OutputLock(channel);
            }
            close(channel);
            throw taken(directory);
        } catch (OverlappingFileLockException e) {
            close(channel);
            throw taken(directory);
        } catch (IOException e) {
            close(channel);
            throw new BadInputException("--out: " + directory + " cannot be locked; choose another directory");
        }
    }

    private static BadInputException taken(Path directory) {
        return new BadInputException("--out: another run is making files in " + directory
                + "; wait until it has ended, or choose another directory; nothing was sent");
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new BadInputException("--out: a lock cannot be given back; end the program");
            }
        }
    }

    /** Lets the next run in. */
    @Override
    public void close() {
        close(channel);
    }
}
