package dev.toolflow.behaviour;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.CountDownLatch;

/** Everyone waits until so many have come; those who come later do not wait. */
final class Meeting {
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch missing;

    Meeting(int participants) {
        this.missing = new CountDownLatch(participants);
    }

    /** Comes and waits for the others. */
    void join() {
        come();
        await();
    }

    /** Comes without waiting. */
    void come() {
        missing.countDown();
    }

    /** Waits for all. */
    void await() {
        try {
            if (!missing.await(PATIENCE_SECONDS, SECONDS)) {
                throw new AssertionError(missing.getCount() + " did not come to the meeting");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at a meeting", e);
        }
    }
}
