package dev.toolflow;

import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Every run of a store, some at a time, the oldest first, so that those that came meanwhile are seen too. They are told apart by
 * spans of time: the order in which a store lists runs need not be that of their times, as when a clock was set back.
 *
 * @param store where they are
 * @param most how many runs are in the heap at once, at least 1; more only where so many were created at one moment
 */
record RunPages(RunStore store, int most) {

    /** Shows each run once, until nothing more is wanted. */
    void each(Predicate<RunRecord> wantsMore) {
        Deque<RunQuery> open = new ArrayDeque<>(List.of(RunQuery.all().limit(most)));
        while (!open.isEmpty()) {
            RunQuery span = open.pop();
            List<RunRecord> found = store.list(span);
            if (found.size() >= span.limit()) {
                parts(span, found).forEach(open::push);
            } else if (!found.stream().allMatch(wantsMore)) {
                return;
            }
        }
    }

    /** There may be more of this span than was found: what is not older than the second oldest moment, and what is. */
    private static List<RunQuery> parts(RunQuery span, List<RunRecord> found) {
        List<Instant> oldest = found.stream()
                .map(run -> run.times().created())
                .distinct()
                .sorted()
                .limit(2)
                .toList();
        return oldest.size() < 2
                ? List.of(span.limit(span.limit() * 2))
                : List.of(span.createdFrom(oldest.get(1)), span.createdBefore(oldest.get(1)));
    }
}
