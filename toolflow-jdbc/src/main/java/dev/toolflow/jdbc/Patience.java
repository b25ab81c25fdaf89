package dev.toolflow.jdbc;

import dev.toolflow.run.RunStoreException;
import io.github.resilience4j.core.IntervalFunction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How much longer one call of the store may take on PostgreSQL. For one thread. */
final class Patience {
    private static final IntervalFunction PAUSES =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(5), 2.0, 0.5, Duration.ofSeconds(1));

    private final String what;
    private final Duration whole;
    private final long end;
    private final CountDownLatch closing;
    private boolean doubtful;
    private int failures;
    private @Nullable SQLException last;

    /**
     * Begins now.
     *
     * @param what what is done, for messages
     * @param whole how long it may take
     * @param closing is open when the store is closed, which ends every pause
     */
    Patience(String what, Duration whole, CountDownLatch closing) {
        this.what = what;
        this.whole = whole;
        this.end = System.nanoTime() + whole.toNanos();
        this.closing = closing;
    }

    /** From now on it is not known whether something was written. */
    void doubt() {
        doubtful = true;
    }

    /** From now on it is known that nothing was written. */
    void trust() {
        doubtful = false;
    }

    /** How long one answer of the database may take: so long that there is time for a second and a third try. */
    Duration forOneAnswer() {
        return forOneAnswer(whole);
    }

    /** The same for calls that may take this long. */
    static Duration forOneAnswer(Duration whole) {
        return Duration.ofMillis(Math.max(1, whole.toMillis() / 3));
    }

    /** Whether nothing has failed yet. */
    boolean isFirstTry() {
        return failures == 0;
    }

    long nanosLeft() {
        return end - System.nanoTime();
    }

    /**
     * Waits before the next try.
     *
     * @throws RunStoreException if another try is of no use, or there is no time for it
     */
    void pauseAfter(SQLException failure) {
        last = failure;
        long pause = TimeUnit.MILLISECONDS.toNanos(PAUSES.apply(++failures));
        if (!PostgresFault.mayPass(failure, failures) || pause >= nanosLeft()) {
            throw failed(failure);
        }
        try {
            if (closing.await(pause, TimeUnit.NANOSECONDS)) {
                throw closed();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        }
    }

    /** Ends the call when its thread is interrupted already. */
    void checkInterrupt() {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(new InterruptedException("before it began"));
        }
    }

    RunStoreException failed(SQLException failure) {
        return failed(PostgresFault.describe(failure), failure);
    }

    /** There is no time left, and no answer. */
    RunStoreException overdue(TimeoutException cause) {
        if (last != null) {
            return failed(last);
        }
        return failed(
                "PostgreSQL did not answer within " + whole.toMillis()
                        + " ms; look after its load, its locks and the network",
                cause);
    }

    RunStoreException interrupted(InterruptedException cause) {
        return failed("the thread was interrupted", cause);
    }

    RunStoreException closed() {
        return failed("the store was closed; open it again", null);
    }

    private RunStoreException failed(String why, @Nullable Exception cause) {
        String outcome = doubtful
                ? "; whether it was written is not known, so load the run again before going on"
                : "; nothing was written";
        return new RunStoreException(what + ": " + why + outcome, cause);
    }
}
