package dev.toolflow;

import dev.toolflow.run.Lease;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of one run, one commit after another, each with all that was asked for meanwhile: steps side by side do not
 * collide. Commits are made on a thread that no run interrupts. After one that failed there is no other. Thread-safe.
 */
final class RunCommitter {
    private final RunStore store;
    private final Lease lease;
    private final Executor elsewhere;
    private final List<Asked> asked = new ArrayList<>();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private long seq;
    private boolean busy;
    private @Nullable RuntimeException broken;

    private record Asked(RunChange change, CompletableFuture<Void> written) {}

    RunCommitter(RunStore store, Lease lease, Executor elsewhere) {
        this.store = store;
        this.lease = lease;
        this.elsewhere = elsewhere;
        this.seq = lease.nextSeq();
    }

    Lease lease() {
        return lease;
    }

    /** Asks for a change, behind all that was asked for before; what is returned ends when it is written, or fails with it. */
    CompletableFuture<Void> write(RunChange change) {
        Asked next = new Asked(change, new CompletableFuture<>());
        synchronized (this) {
            if (broken != null) {
                return CompletableFuture.failedFuture(broken);
            }
            asked.add(next);
            last = next.written();
            if (busy) {
                return next.written();
            }
            busy = true;
        }
        try {
            elsewhere.execute(this::commitAll);
        } catch (RejectedExecutionException e) {
            // The engine closes and has no threads left: whoever asks writes.
            commitAll();
        }
        return next.written();
    }

    /** Waits until all that was asked for is written, or is not. */
    void flush() {
        CompletableFuture<Void> latest;
        synchronized (this) {
            latest = last;
        }
        CommitWait.failureWhateverComes(latest);
    }

    /** Whether nothing more can be written. */
    synchronized boolean isBroken() {
        return broken != null;
    }

    /** Refuses all that is asked from now on, since the run is another's. */
    synchronized void breakOff(RuntimeException why) {
        if (broken == null) {
            broken = why;
        }
    }

    private void commitAll() {
        for (List<Asked> batch = next(); !batch.isEmpty(); batch = next()) {
            commit(batch);
        }
    }

    private synchronized List<Asked> next() {
        List<Asked> batch = List.copyOf(asked);
        asked.clear();
        busy = !batch.isEmpty();
        return batch;
    }

    private void commit(List<Asked> batch) {
        RuntimeException failed = failed(batch);
        if (failed == null) {
            batch.forEach(one -> one.written().complete(null));
        } else {
            batch.forEach(one -> one.written().completeExceptionally(failed));
        }
    }

    private @Nullable RuntimeException failed(List<Asked> batch) {
        synchronized (this) {
            if (broken != null) {
                return broken;
            }
        }
        try {
            store.commit(lease, seq++, batch.stream().map(Asked::change).toList());
            return null;
        } catch (RuntimeException e) {
            breakOff(e);
            return e;
        }
    }
}
