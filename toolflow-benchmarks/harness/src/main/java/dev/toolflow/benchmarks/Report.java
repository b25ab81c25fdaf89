package dev.toolflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures as CSV, a line for each round, and as Markdown, a table for each workload. Not thread-safe. */
final class Report {
    /** The place that goals are about. */
    static final String DISK = "disk";

    private static final String MARKDOWN_HEAD = """
            | contender | p50 ms | ratio to openai-java | bytes allocated per byte | CPU ms | live heap MiB |
            |---|---:|---:|---:|---:|---:|
            """;

    private final Layout layout;
    private final Effort effort;
    private final Goals goals = new Goals();
    private final StringBuilder markdown = new StringBuilder();
    private final List<String> csv = new ArrayList<>();

    Report(Layout layout, Effort effort) {
        this.layout = layout;
        this.effort = effort;
        csv.add("place,workload,contender,round,p50_ms,allocated_per_byte,cpu_ms_per_call,live_mib,threads,failure");
    }

    /** Begins with another place where pictures are written. */
    void place(String name) {
        markdown.append("\n## Pictures on ").append(name).append('\n');
    }

    /** Adds the results of a workload and returns their part of the Markdown. */
    String add(String place, Results results, long ceiling) {
        int begin = markdown.length();
        markdown.append("\n### ").append(results.title()).append('\n');
        if (ceiling > 0) {
            markdown.append("\nThe server alone: ").append(ceiling).append(" MB/s.\n");
        }
        markdown.append('\n').append(MARKDOWN_HEAD);
        results.rounds().keySet().forEach(contender -> row(results, contender));
        results.failures()
                .forEach((contender, why) ->
                        markdown.append("| ").append(contender).append(" | fails | | | | |\n"));
        results.failures()
                .forEach((contender, why) -> markdown.append("\n`")
                        .append(contender)
                        .append("`: ")
                        .append(why)
                        .append('\n'));
        lines(place, results);
        if (place.equals(DISK)) {
            new ImageGoals(goals, results).add();
        }
        return markdown.substring(begin);
    }

    private void row(Results results, String contender) {
        String ratio = results.timeRatio(contender, Contender.REFERENCE)
                .map(value -> number("%.2f", value))
                .orElse("");
        markdown.append("| ")
                .append(String.join(
                        " | ",
                        contender,
                        number("%.1f", results.milliseconds(contender)),
                        ratio,
                        number("%.4f", results.allocatedPerByte(contender)),
                        number("%.0f", results.cpuMilliseconds(contender)),
                        number("%.1f", results.liveMebibytes(contender))))
                .append(" |\n");
    }

    private void lines(String place, Results results) {
        String title = results.title().replace(",", ";");
        results.rounds().forEach((contender, rounds) -> {
            for (int i = 0; i < rounds.size(); i++) {
                Answer.Done done = rounds.get(i);
                csv.add(String.join(
                        ",",
                        place,
                        title,
                        contender,
                        String.valueOf(i + 1),
                        number("%.2f", done.milliseconds()),
                        number("%.5f", results.allocatedPerByte(done)),
                        number("%.1f", done.cpuNanos() / 1e6 / done.calls()),
                        number("%.1f", done.liveBytes() / 1048576.0),
                        String.valueOf(done.threads()),
                        ""));
            }
        });
        results.failures()
                .forEach((contender, why) -> csv.add(
                        place + "," + title + "," + contender + ",,,,,,,\"" + why.replace("\"", "\"\"") + "\""));
    }

    /** Writes both files; the Markdown's name says the JDK. */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        String name = "images-jdk" + Runtime.version().feature();
        String head = Head.of("Images", "images.md", List.of(Versions.of(layout), facts()));
        Files.writeString(directory.resolve(name + ".md"), head + goals.markdown() + markdown);
        Files.write(directory.resolve(name + ".csv"), csv);
    }

    private String facts() {
        return effort.rounds()
                + " rounds, contenders in turn, " + effort.calls()
                + " calls in each (with small pictures more, up to " + effort.mebibytes()
                + " MiB), in processes that were warmed with "
                + effort.warmUp()
                + " calls of tiny pictures and "
                + effort.warmTurns()
                + " turns that do not count; p50 is the median of the rounds' medians, a ratio the median of the rounds'"
                + " ratios";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
