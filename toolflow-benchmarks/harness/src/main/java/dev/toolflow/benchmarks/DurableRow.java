package dev.toolflow.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * One measurement of durable runs, as a part printed it; NaN for what was not measured.
 *
 * @param subject what was measured
 * @param atOnce how many did it at the same time
 * @param round 0 for the one that does not count
 * @param figures per second, p50 and p99 in milliseconds, CPU in microseconds and bytes allocated for each
 */
record DurableRow(String subject, int atOnce, int round, List<Double> figures) {
    private static final String ROW = "row,";
    private static final int FIRST_FIGURE = 4;

    /** Those of a part that count. */
    static List<DurableRow> of(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(ROW))
                .map(line -> line.split(",", -1))
                .map(words -> new DurableRow(
                        words[1],
                        Integer.parseInt(words[2]),
                        Integer.parseInt(words[3]),
                        List.of(words).subList(FIRST_FIGURE, words.length).stream()
                                .map(Double::valueOf)
                                .toList()))
                .filter(row -> row.round() > 0)
                .toList();
    }

    boolean isOf(DurableRow other) {
        return subject.equals(other.subject) && atOnce == other.atOnce;
    }

    /** Whether it is of that, the subject given by its beginning. */
    boolean isOf(String beginning, int many) {
        return subject.startsWith(beginning) && atOnce == many;
    }

    double perSecond() {
        return figures.get(0);
    }

    double p50() {
        return figures.get(1);
    }

    double p99() {
        return figures.get(2);
    }

    /** The median over rounds; empty where it was not measured. */
    static Optional<Double> median(List<DurableRow> rows, ToDoubleFunction<DurableRow> figure) {
        double median = Median.of(rows.stream().mapToDouble(figure).toArray());
        return Double.isNaN(median) ? Optional.empty() : Optional.of(median);
    }
}
