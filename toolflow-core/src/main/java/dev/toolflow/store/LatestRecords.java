package dev.toolflow.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Collects the records that a query wants, the latest of them, in memory for no more than its limit. Not thread-safe. */
final class LatestRecords {
    private static final Comparator<ImageRecord> OLDEST_FIRST =
            Comparator.comparing(ImageRecord::created).thenComparing(ImageRecord::id);

    private final ImageQuery query;
    private final PriorityQueue<ImageRecord> latest = new PriorityQueue<>(OLDEST_FIRST);

    LatestRecords(ImageQuery query) {
        this.query = query;
    }

    void add(ImageRecord record) {
        if (query.matches(record)) {
            latest.add(record);
            if (latest.size() > query.limit()) {
                latest.remove();
            }
        }
    }

    List<ImageRecord> list() {
        List<ImageRecord> sorted = new ArrayList<>(latest);
        sorted.sort(OLDEST_FIRST.reversed());
        return List.copyOf(sorted);
    }
}
