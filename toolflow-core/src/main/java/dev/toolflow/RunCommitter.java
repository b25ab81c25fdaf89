package dev.toolflow;

import dev.toolflow.run.Lease;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.RunStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of one run, one commit after another, each with all that was asked for meanwhile: steps side by side do not
 * collide. What nobody waits for is held back, for a moment, and written together with what comes next. Commits are made on a
 * thread that no run interrupts. After one that failed there is no other. Thread-safe.
 */
final class RunCommitter {
    private final RunStore store;
    private final Lease lease;
    private final Committing committing;
    private final List<Asked> asked = new ArrayList<>();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private long seq;
    private boolean busy;
    private boolean pressing;
    private @Nullable RuntimeException broken;

    private record Asked(RunChange change, CompletableFuture<Void> written) {}

    RunCommitter(RunStore store, Lease lease, Committing committing) {
        this.store = store;
        this.lease = lease;
        this.committing = committing;
        this.seq = lease.nextSeq();
    }

    Lease lease() {
        return lease;
    }

    /** Asks for a change, behind all that was asked for before; what is returned ends when it is written, or fails with it. */
    CompletableFuture<Void> write(RunChange change) {
        CompletableFuture<Void> written = asked(change);
        press();
        return written;
    }

    /** The same for a change that is written together with the next one, where one comes in a moment. */
    CompletableFuture<Void> writeWithNext(RunChange change) {
        CompletableFuture<Void> written = asked(change);
        committing.holdBack(this);
        return written;
    }

    private synchronized CompletableFuture<Void> asked(RunChange change) {
        if (broken != null) {
            return CompletableFuture.failedFuture(broken);
        }
        Asked next = new Asked(change, new CompletableFuture<>());
        asked.add(next);
        last = next.written();
        return last;
    }

    /** Holds back no longer what was asked for, if anything was. */
    void press() {
        committing.holdBackNoLonger(this);
        synchronized (this) {
            pressing = !asked.isEmpty();
            if (busy || !pressing) {
                return;
            }
            busy = true;
        }
        AtomicBoolean begun = new AtomicBoolean();
        Runnable commits = () -> {
            if (begun.compareAndSet(false, true)) {
                commitAll();
            }
        };
        try {
            committing.execute(commits);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The engine closes, or there are no threads left: whoever asks writes.
            commits.run();
        }
    }

    /** Waits until all that was asked for is written, or is not. */
    void flush() {
        CompletableFuture<Void> latest;
        synchronized (this) {
            latest = last;
        }
        press();
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
        List<Asked> batch = pressing ? List.copyOf(asked) : List.of();
        pressing = false;
        busy = !batch.isEmpty();
        if (busy) {
            asked.clear();
        }
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
        } catch (Error e) {
            RuntimeException thrown = new RunStoreException("the store threw " + e, e);
            breakOff(thrown);
            return thrown;
        }
    }
}
