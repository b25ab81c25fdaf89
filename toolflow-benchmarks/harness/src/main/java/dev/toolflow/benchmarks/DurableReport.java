package dev.toolflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of durable runs as CSV, a line for each round, and as Markdown, a table for each part. Not thread-safe. */
final class DurableReport {
    private static final String HEAD = """

            | what | at once | per second | p50 ms | p99 ms | CPU µs each | kB allocated each |
            |---|---:|---:|---:|---:|---:|---:|
            """;
    private static final String[] FORMATS = {"%,.0f", "%.3f", "%.2f", "%.0f", "%.1f"};
    private static final double[] UNITS = {1, 1, 1, 1, 1e-3};
    private static final String WITHOUT = "steps without a store";
    private static final String SAID = "said,";

    private final Durable.Effort effort;
    private final Map<String, List<String>> parts = new LinkedHashMap<>();

    DurableReport(Durable.Effort effort) {
        this.effort = effort;
    }

    /** Adds what a part printed. */
    void part(String name, List<String> lines) {
        parts.put(name, lines);
    }

    /** Writes both files; their names say the JDK. */
    void write(Path directory, Layout layout) throws IOException {
        Files.createDirectories(directory);
        String name = "durable-jdk" + Runtime.version().feature();
        Files.writeString(directory.resolve(name + ".md"), markdown(layout));
        List<String> csv = new ArrayList<>();
        csv.add("part,what,at_once,round,per_second,p50_ms,p99_ms,cpu_us,allocated_bytes");
        parts.forEach((part, lines) -> lines.stream()
                .filter(line -> line.startsWith("row,"))
                .forEach(line -> csv.add(part.replace(',', ';') + line.substring("row".length()))));
        Files.write(directory.resolve(name + ".csv"), csv);
    }

    String markdown(Layout layout) {
        StringBuilder text = new StringBuilder(Head.of(
                "Durable runs",
                "durable.md",
                List.of(
                        Versions.ofDurable(layout),
                        effort.rounds()
                                + " rounds after one that does not count; each figure is the median over the rounds")));
        text.append(goals());
        parts.forEach((part, lines) -> {
            text.append("\n## ").append(part).append('\n');
            lines.stream()
                    .filter(line -> line.startsWith(SAID))
                    .forEach(line -> text.append('\n')
                            .append(line.substring(SAID.length()))
                            .append("\n"));
            table(text, DurableRow.of(lines));
        });
        return text.toString();
    }

    private String goals() {
        Map<String, List<DurableRow>> rows = new LinkedHashMap<>();
        parts.forEach((part, lines) -> rows.put(part, DurableRow.of(lines)));
        Goals goals = new Goals();
        new DurableGoals(goals).of(rows);
        return goals.markdown();
    }

    private static void table(StringBuilder text, List<DurableRow> rows) {
        text.append(HEAD);
        List<DurableRow> subjects = new ArrayList<>();
        for (DurableRow row : rows) {
            if (subjects.stream().noneMatch(row::isOf)) {
                subjects.add(row);
                text.append(line(row, of(row, rows)));
            }
        }
        subjects.forEach(subject -> overhead(text, subject, rows));
    }

    private static List<DurableRow> of(DurableRow subject, List<DurableRow> rows) {
        return rows.stream().filter(subject::isOf).toList();
    }

    private static String line(DurableRow subject, List<DurableRow> rounds) {
        StringBuilder line = new StringBuilder("| ")
                .append(subject.subject().replace(';', ','))
                .append(" | ")
                .append(subject.atOnce());
        for (int i = 0; i < FORMATS.length; i++) {
            int figure = i;
            line.append(" | ")
                    .append(DurableRow.median(rounds, row -> row.figures().get(figure) * UNITS[figure])
                            .map(value -> String.format(Locale.ROOT, FORMATS[figure], value))
                            .orElse(""));
        }
        return line.append(" |\n").toString();
    }

    /** What a store adds to a step. */
    private static void overhead(StringBuilder text, DurableRow subject, List<DurableRow> rows) {
        List<DurableRow> without = rows.stream()
                .filter(row -> row.subject().equals(WITHOUT) && row.atOnce() == subject.atOnce())
                .toList();
        if (without.isEmpty()
                || !subject.subject().contains("kept")
                || subject.subject().equals(WITHOUT)) {
            return;
        }
        double kept = DurableRow.median(of(subject, rows), DurableRow::p50).orElse(Double.NaN);
        double plain = DurableRow.median(without, DurableRow::p50).orElse(Double.NaN);
        text.append(String.format(
                Locale.ROOT,
                "%nWith %d at once, %s take %.3f ms more than without a store (p50).%n",
                subject.atOnce(),
                subject.subject(),
                kept - plain));
    }
}
