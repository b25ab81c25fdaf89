package dev.toolflow.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What durable runs are to reach.
 *
 * @param goals where they are put
 */
record DurableGoals(Goals goals) {
    private static final int ALONE = 1;
    private static final int MANY = 100;
    private static final List<String> STORES = List.of("SQLite", "PostgreSQL");
    private static final List<String> OTHERS = List.of("DBOS Transact", "Temporal");

    /**
     * Adds them all.
     *
     * @param parts what was measured, by the name of the part
     */
    void of(Map<String, List<DurableRow>> parts) {
        List<DurableRow> sqlite = parts.getOrDefault("SQLite", List.of());
        goals.atLeast(
                "SQLite, 100 flows in flight",
                3_000,
                "steps per second",
                median(sqlite, "steps kept", MANY, DurableRow::perSecond));
        goals.atMost(
                "SQLite, 100 flows in flight, p99", 100, "ms", median(sqlite, "steps kept", MANY, DurableRow::p99));
        goals.atMost(
                "SQLite, one flow, what a step takes longer, p50",
                1,
                "ms",
                median(sqlite, "steps kept", ALONE, DurableRow::p50)
                        - median(sqlite, "steps without", ALONE, DurableRow::p50));
        ahead(parts.getOrDefault("Three steps, and the same by others", List.of()));
        List<DurableRow> takeovers = parts.getOrDefault("Takeover", List.of());
        goals.atMost("takeover in SQLite, by a process that runs", 1, "s", seconds(takeovers, "SQLite; recover()"));
        goals.atMost(
                "takeover in PostgreSQL, the lease of 30 s and", 35, "s at most", seconds(takeovers, "PostgreSQL"));
    }

    /** The same work by ToolFlow and by others, with many flows at once and with one. */
    private void ahead(List<DurableRow> rows) {
        for (String store : STORES) {
            for (String other : OTHERS) {
                for (int atOnce : List.of(MANY, ALONE)) {
                    goals.atLeast(
                            "three steps, " + store + ", " + atOnce + " at once, flows a second",
                            1,
                            "× " + other,
                            ratio(rows, "ToolFlow; " + store, other, atOnce));
                }
            }
        }
    }

    private static double seconds(List<DurableRow> rows, String subject) {
        return median(rows, subject, ALONE, DurableRow::p50) / 1e3;
    }

    /** The median of those whose subject begins so; NaN where there is none. */
    private static double median(
            List<DurableRow> rows, String subject, int atOnce, ToDoubleFunction<DurableRow> figure) {
        return Median.of(rows.stream()
                .filter(row -> row.isOf(subject, atOnce))
                .mapToDouble(figure)
                .toArray());
    }

    /** The median of the rounds' ratios. */
    private static double ratio(List<DurableRow> rows, String subject, String other, int atOnce) {
        return Median.of(rows.stream()
                .filter(row -> row.subject().equals(subject) && row.atOnce() == atOnce)
                .mapToDouble(mine -> mine.perSecond()
                        / median(
                                rows.stream()
                                        .filter(row -> row.round() == mine.round())
                                        .toList(),
                                other,
                                atOnce,
                                DurableRow::perSecond))
                .toArray());
    }
}
