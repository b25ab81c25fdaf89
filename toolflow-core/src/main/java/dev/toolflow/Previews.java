package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.tool.Delta;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the previews of one call, in order, on a thread of their own: a slow store holds up no call. They leave the spool
 * of the reply at once, so that no finished picture is mistaken for one. A preview that cannot be used or stored is dropped;
 * so is one that comes faster than the store takes them, or has not begun when the call is over. Thread-safe.
 */
final class Previews {
    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);

    /** As many as one picture has, twice over. */
    private static final int MOST_WAITING = 6;

    /** What a store that is well needs for them, many times over. */
    private static final Duration LAST_ONES = Duration.ofSeconds(1);

    private final PictureOrigin origin;
    private final ImageIngestor ingestor;
    private final ImageSpool spool;
    private final Executor aside;
    private final Deque<Delta.PartialImage> waiting = new ArrayDeque<>();
    private @Nullable CompletableFuture<Void> idle;
    private boolean over;

    Previews(PictureOrigin origin, ImageIngestor ingestor, ImageSpool spool, Executor aside) {
        this.origin = origin;
        this.ingestor = ingestor;
        this.spool = spool;
        this.aside = aside;
    }

    /** Where the reply is received, the previews at first. */
    ImageSpool spool() {
        return spool;
    }

    /** The attempt whose call it is. */
    int attempt() {
        return origin.attempt();
    }

    /** Takes a preview aside, or drops it; never waits for the store and never fails. */
    void add(Delta.PartialImage preview) {
        try {
            SpooledImage own = spool.release(preview.image());
            if (!accepted(new Delta.PartialImage(preview.index(), own, preview.declared()))) {
                delete(own);
            }
        } catch (RuntimeException e) {
            LOG.debug("run={} a preview is dropped: {}", runId(), e.toString());
        }
    }

    private boolean accepted(Delta.PartialImage preview) {
        synchronized (waiting) {
            if (isOver() || !origin.context().journal().isHeard() || waiting.size() >= MOST_WAITING) {
                return false;
            }
            if (idle == null) {
                CompletableFuture<Void> busy = new CompletableFuture<>();
                try {
                    aside.execute(() -> drain(busy));
                } catch (RejectedExecutionException e) {
                    return false;
                }
                idle = busy;
            }
            return waiting.add(preview);
        }
    }

    /** The reply is whole: those that wait for the store have a moment, unless the run is stopped. */
    void end() {
        CompletableFuture<Void> busy;
        synchronized (waiting) {
            busy = idle;
        }
        try {
            if (busy != null && !isOver()) {
                busy.get(LAST_ONES.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("run={} the last previews are dropped: the store is slow", runId());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drop();
        }
    }

    /** The call is over: none is told any more, and those that wait are dropped. */
    void drop() {
        synchronized (waiting) {
            over = true;
            waiting.forEach(preview -> delete(preview.image()));
            waiting.clear();
        }
    }

    private void drain(CompletableFuture<Void> busy) {
        for (Delta.PartialImage preview = next(); preview != null; preview = next()) {
            try {
                ingest(preview);
            } finally {
                delete(preview.image());
            }
        }
        busy.complete(null);
    }

    private Delta.@Nullable PartialImage next() {
        synchronized (waiting) {
            if (isOver()) {
                drop();
            }
            Delta.PartialImage next = waiting.poll();
            if (next == null) {
                idle = null;
            }
            return next;
        }
    }

    private void ingest(Delta.PartialImage preview) {
        try {
            tell(
                    preview.index(),
                    ingestor.ingest(preview.image(), preview.declared(), made -> origin.preview(made, preview.index()))
                            .image());
        } catch (ImageRefusedException e) {
            LOG.debug("run={} a preview is dropped: {}", runId(), e.reason());
        } catch (RuntimeException e) {
            // Not its message, which may be a foreign store's. The picture itself will say more if it cannot be stored.
            LOG.warn(
                    "run={} a preview is dropped, since it cannot be stored: {}",
                    runId(),
                    e.getClass().getName());
        }
    }

    /** Not after the call, whose step may have ended. */
    private void tell(int index, GeneratedImage image) {
        StepContext step = origin.context();
        synchronized (waiting) {
            if (!isOver()) {
                step.journal().preview(step.id(), origin.attempt(), index, image);
            }
        }
    }

    private boolean isOver() {
        return over || origin.context().scope().isStopped();
    }

    private String runId() {
        return origin.context().run().id();
    }

    private void delete(SpooledImage image) {
        try {
            Files.deleteIfExists(image.file());
        } catch (IOException e) {
            LOG.warn("run={} {} is left behind, it cannot be deleted: {}", runId(), image.file(), e.toString());
        }
    }
}
