package dev.toolflow;

import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.SweptImages;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what need not be kept any longer, now and again until it is closed. A time that fails is logged, and the next one comes.
 * Several processes may do the same at once. Thread-safe.
 */
public final class RetentionJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);

    private final StoredRuns runs;
    private final Durability durability;
    private final ImageStore images;
    private final Retention retention;
    private final ScheduledExecutorService timer = Deliveries.timer();

    RetentionJob(StoredRuns runs, Durability durability, ImageStore images, Retention retention) {
        this.runs = runs;
        this.durability = durability;
        this.images = images;
        this.retention = retention;
    }

    /**
     * What went.
     *
     * @param runs the ids of the runs
     * @param images the pictures without a record
     */
    public record Gone(List<String> runs, SweptImages images) {
        /** Copies the list. */
        public Gone {
            runs = List.copyOf(runs);
        }
    }

    RetentionJob begin() {
        long millis = retention.every().toMillis();
        // It ends with the timer.
        Future<?> unused = timer.scheduleWithFixedDelay(this::again, 0, millis, TimeUnit.MILLISECONDS);
        return this;
    }

    private void again() {
        try {
            Gone gone = once();
            if (!gone.runs().isEmpty() || gone.images().pictures() > 0) {
                LOG.info(
                        "retention runs={} pictures={} bytes={}",
                        gone.runs().size(),
                        gone.images().pictures(),
                        gone.images().bytes());
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "retention failed, and is tried again in {}: {}",
                    retention.every(),
                    String.valueOf(e.getMessage()));
        }
    }

    /**
     * Does it now, on the caller's thread.
     *
     * @throws dev.toolflow.run.RunStoreException if the store of runs cannot be written
     * @throws dev.toolflow.store.ImageStoreException if the image store cannot be
     */
    public Gone once() {
        List<String> gone = runs.purge(retention.endedRuns());
        if (retention.takesPictures()) {
            forgetPictures(gone);
        }
        return new Gone(gone, images.sweep(retention.orphans()));
    }

    /** A picture that another run was given, was forked with, or has from the result cache, has that run's need of its record. */
    private void forgetPictures(List<String> runIds) {
        List<ImageRecord> records =
                runIds.stream().flatMap(id -> recordsOf(id).stream()).toList();
        Set<String> free = unneeded(records.stream().map(RetentionJob::picture).collect(Collectors.toSet()));
        records.stream().filter(record -> free.contains(picture(record))).forEach(record -> images.delete(record.id()));
    }

    private List<ImageRecord> recordsOf(String runId) {
        return images.list(ImageQuery.all().run(runId).withPreviews().limit(Integer.MAX_VALUE));
    }

    private static String picture(ImageRecord record) {
        return record.image().sha256();
    }

    /** What is quickly asked goes first; it is asked again for what came while runs were looked through. */
    private Set<String> unneeded(Set<String> sha256) {
        return withoutThoseOfSteps(GivenPictures.missing(durability, withoutThoseOfSteps(sha256)));
    }

    private Set<String> withoutThoseOfSteps(Set<String> sha256) {
        Set<String> others = new HashSet<>(sha256);
        others.removeAll(durability.store().needed(sha256));
        return others;
    }

    /** Deletes no more; what it is at is done to its end. */
    @Override
    public void close() {
        timer.shutdown();
    }
}
