package dev.toolflow;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs of one engine that are under way, each by its id. Thread-safe. */
final class ActiveRuns {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveRuns.class);

    private final Map<String, FlowRun<?>> runs = new ConcurrentHashMap<>();
    private final Set<Runnable> whenRefusing = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    void requireOpen() {
        if (closed) {
            throw new RejectedRunException("the engine is closed; build another");
        }
    }

    /** Whoever closes the engine meanwhile stops the run, or it is refused here. */
    void add(FlowRun<?> run) {
        FlowRun<?> listed = runs.merge(run.id(), run, (other, next) -> other.givesWayTo(run) ? next : other);
        if (listed != run) {
            throw new RejectedRunException("run '" + run.id()
                    + "' is under way or waits for a decision already; wait for it, decide it, or use another id");
        }
        if (closed) {
            remove(run);
            requireOpen();
        }
    }

    /** @throws UnknownRunException when no such run is under way or waits */
    FlowRun<?> run(String id) {
        FlowRun<?> run = runs.get(id);
        if (run == null) {
            throw new UnknownRunException("no run '" + id + "' is under way or waits in this engine: it has ended, was"
                    + " cancelled, or is one of another engine; decide runs whose result is WAITING, by its runId()");
        }
        return run;
    }

    /** The run of this id that is under way or waits. */
    Optional<FlowRun<?>> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    boolean isWaiting(String id) {
        FlowRun<?> run = runs.get(id);
        return run != null && run.isWaiting();
    }

    void remove(FlowRun<?> run) {
        runs.remove(run.id(), run);
    }

    /** Takes no more runs. */
    void refuse() {
        closed = true;
        whenRefusing.forEach(this::beside);
    }

    /** Has this done when no more runs are taken, beside all else; what is returned takes it back. */
    Runnable whenRefusing(Runnable task) {
        whenRefusing.add(task);
        if (closed) {
            beside(task);
        }
        return () -> whenRefusing.remove(task);
    }

    private void beside(Runnable task) {
        if (whenRefusing.remove(task)) {
            StepThreads.daemons("toolflow-closing-").newThread(task).start();
        }
    }

    /** Cancels those under way. */
    void cancel() {
        runs.values().forEach(FlowRun::suspend);
    }

    /** Waits so long for the ends of all runs; an interrupt ends the waiting and is kept. Returns whether all may have ended. */
    boolean endWithin(Duration longest) {
        try {
            CompletableFuture.allOf(runs.values().stream().map(FlowRun::result).toArray(CompletableFuture[]::new))
                    .get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** The same for runs that were cancelled. */
    void endOrWarn(Duration longest) {
        if (!endWithin(longest)) {
            LOG.warn("closed while {} runs had not ended: a call or an audit ignores its cancellation", runs.size());
        }
    }
}
