package dev.toolflow.openai;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * What one reply with pictures is read through: its characters, and the bytes they stand for. Lent by a {@link Pool} for the
 * time of one reply, since each reply has a thread of its own.
 */
final class PictureBuffers {
    /** Each block is one write to the spool. */
    private static final int BLOCK = 64 * 1024;

    private static final int PART = 8 * 1024;

    private final byte[] characters = new byte[BLOCK];
    private final byte[] decoded = new byte[BLOCK / 4 * 3];
    private final byte[] part = new byte[PART];

    byte[] characters() {
        return characters;
    }

    /** As long as what {@link #characters()} can stand for. */
    byte[] decoded() {
        return decoded;
    }

    /** For characters that have to be gathered. */
    byte[] part() {
        return part;
    }

    /** Buffers that are not in use, 32 at most. Thread-safe. */
    static final class Pool {
        private static final int MOST = 32;

        private final BlockingQueue<PictureBuffers> idle = new ArrayBlockingQueue<>(MOST);

        PictureBuffers take() {
            PictureBuffers free = idle.poll();
            return free == null ? new PictureBuffers() : free;
        }

        /** Takes buffers back that nobody uses any more. */
        void give(@Nullable PictureBuffers used) {
            if (used != null) {
                idle.offer(used);
            }
        }
    }
}
