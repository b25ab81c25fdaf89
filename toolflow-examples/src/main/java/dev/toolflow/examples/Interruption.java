package dev.toolflow.examples;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C while a run is under way: the run is cancelled, and the process lives on until its files are written. The JVM itself
 * then ends with 130.
 */
final class Interruption {
    private static final Duration WRITING = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);

    private final CountDownLatch written = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean begun;

    private Interruption(Runnable cancel) {
        hook = new Thread(() -> cancelAndWait(cancel), "toolflow-ctrl-c");
    }

    /** Cancels by this action when the process is told to end. */
    static Interruption cancelling(Runnable cancel) {
        Interruption interruption = new Interruption(cancel);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** The process may end; from now on Ctrl-C ends it at once. */
    void allIsWritten() {
        written.countDown();
        if (!begun) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                LOG.debug("the process is ending already", e);
            }
        }
    }

    private void cancelAndWait(Runnable cancel) {
        begun = true;
        cancel.run();
        try {
            if (!written.await(WRITING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the files of the run were not written in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
