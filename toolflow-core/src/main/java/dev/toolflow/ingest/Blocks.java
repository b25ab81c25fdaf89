package dev.toolflow.ingest;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Blocks through which files are read, lent for the time of one, since each picture has a thread of its own. Thread-safe. */
final class Blocks {
    private static final int LENGTH = 32 * 1024;
    private static final int MOST = 32;

    private final BlockingQueue<byte[]> idle = new ArrayBlockingQueue<>(MOST);

    byte[] take() {
        byte[] free = idle.poll();
        return free == null ? new byte[LENGTH] : free;
    }

    /** Takes a block back that nobody uses any more. */
    void give(byte[] used) {
        idle.offer(used);
    }
}
