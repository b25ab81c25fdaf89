package dev.toolflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures of one command about chats: as Markdown, tables; as CSV, a line for each round. Not thread-safe. */
final class ChatReport {
    private static final String RATIOS =
            " Figures are medians of the rounds' medians, a ratio is the median of the rounds' ratios.\n";

    private final String name;
    private final Goals goals = new Goals();
    private final String head;
    private final StringBuilder markdown = new StringBuilder();
    private final List<String> csv = new ArrayList<>();

    /**
     * Begins one.
     *
     * @param name of its files, before the JDK
     * @param title its first line
     */
    ChatReport(Layout layout, String name, String title) {
        this.name = name + "-jdk" + Runtime.version().feature();
        this.head = Head.of(title, "chats.md", List.of(Versions.ofChats(layout)));
        csv.add("workload,contender,round,p50_ms,allocated_bytes_per_call,cpu_ms_per_call,live_mib,platform_threads,"
                + "new_connections_per_request,failure");
    }

    /**
     * Adds a table.
     *
     * @param said what is to be known of how it was made, a sentence
     */
    void add(Results results, List<Column> columns, String said) {
        markdown.append("\n## ").append(results.title()).append("\n\n").append(said);
        markdown.append('.').append(RATIOS).append('\n').append(head(columns));
        results.rounds()
                .keySet()
                .forEach(contender -> markdown.append(columns.stream()
                        .map(column -> column.cell(results, contender))
                        .collect(Collectors.joining(" | ", "| " + contender + " | ", " |\n"))));
        results.failures()
                .forEach((contender, why) -> markdown.append("\n`")
                        .append(contender)
                        .append("` fails: ")
                        .append(why)
                        .append('\n'));
        lines(results);
    }

    private static String head(List<Column> columns) {
        return columns.stream().map(Column::head).collect(Collectors.joining(" | ", "| contender | ", " |\n")) + "|---"
                + "|---:".repeat(columns.size()) + "|\n";
    }

    private void lines(Results results) {
        String title = results.title().replace(",", ";");
        results.rounds().forEach((contender, rounds) -> {
            for (int i = 0; i < rounds.size(); i++) {
                csv.add(title + "," + contender.replace(",", ";") + "," + (i + 1) + "," + figures(rounds.get(i)) + ",");
            }
        });
        results.failures()
                .forEach((contender, why) -> csv.add(
                        title + "," + contender.replace(",", ";") + ",,,,,,,,\"" + why.replace("\"", "\"\"") + "\""));
    }

    private static String figures(Answer.Done done) {
        return String.format(
                Locale.ROOT,
                "%.4f,%.0f,%.4f,%.2f,%d,%.5f",
                done.milliseconds(),
                (double) done.allocatedBytes() / done.calls(),
                done.cpuNanos() / 1e6 / done.calls(),
                done.liveBytes() / 1048576.0,
                done.peakThreads(),
                done.newConnections());
    }

    /** Adds lines of Markdown, and of CSV below a head of their own. */
    void add(String table, List<String> lines) {
        markdown.append(table);
        csv.clear();
        csv.addAll(lines);
    }

    /** What was to be reached; it stands before the tables. */
    Goals goals() {
        return goals;
    }

    /** Writes both files and prints the Markdown. */
    void write(Path directory) throws IOException {
        String all = head + goals.markdown() + markdown;
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(name + ".md"), all);
        Files.write(directory.resolve(name + ".csv"), csv);
        System.out.println(all);
    }
}
