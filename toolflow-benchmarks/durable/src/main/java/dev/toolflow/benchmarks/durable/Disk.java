package dev.toolflow.benchmarks.durable;

import dev.toolflow.benchmarks.contender.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/** What the disk can do: blocks of 4 KiB appended to a file, one after the other, each synced (fdatasync) before the next. */
final class Disk {
    private static final int BLOCK = 4096;
    private static final int MOST = 1_000_000;

    private Disk() {}

    /** Appends for so long to a file that is deleted then. */
    static Row measured(Path directory, Duration time) throws IOException {
        Path file = Files.createTempFile(directory, "appended", ".bin");
        long[] nanos = new long[MOST];
        int count = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            long end = System.nanoTime() + time.toNanos();
            for (long before = System.nanoTime(); before < end && count < MOST; before = System.nanoTime()) {
                channel.write(block.clear());
                channel.force(false);
                nanos[count++] = System.nanoTime() - before;
            }
        } finally {
            Files.delete(file);
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return Row.of("fdatasync of 4 KiB appended", 1, count / (time.toNanos() / 1e9), sorted);
    }
}
