package dev.toolflow;

import dev.toolflow.run.RunStoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for commits, and never for ever: a store answers within 30 s, and what stands before a commit takes no longer either. */
final class CommitWait {
    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private CommitWait() {}

    /**
     * Waits until it is written; who is interrupted waits one second more, and stays interrupted.
     *
     * @return why it is not written, or is not known to be; null when it is
     */
    static @Nullable Throwable failure(CompletableFuture<Void> written) {
        try {
            written.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (InterruptedException e) {
            return afterInterrupt(written);
        } catch (ExecutionException | TimeoutException e) {
            return why(e, LONGEST);
        }
    }

    private static @Nullable Throwable afterInterrupt(CompletableFuture<Void> written) {
        try {
            written.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return why(e, GRACE);
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    /** The same for what must be known although the run was stopped: an interrupt is kept, and ends nothing. */
    static @Nullable Throwable failureWhateverComes(CompletableFuture<Void> written) {
        try {
            written.copy().orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS).join();
            return null;
        } catch (CompletionException e) {
            return why(e, LONGEST);
        }
    }

    /** Waits a second at most, whether or not it was stopped, for what ends by itself otherwise. */
    static void briefly(CompletableFuture<Void> given) {
        given.copy()
                .completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    static Throwable why(Exception waited, Duration longest) {
        Throwable cause = causeOf(waited);
        return cause instanceof RuntimeException
                ? cause
                : new RunStoreException(
                        "the store has not answered within " + longest.toSeconds()
                                + " s, or the run was stopped meanwhile; it is not known whether it was written",
                        cause);
    }

    /** What was thrown, without what wraps it. */
    static Throwable causeOf(Throwable failed) {
        Throwable cause = failed;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
