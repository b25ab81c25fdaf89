package dev.toolflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Many flows at once, in a JVM of their own with a small heap.
 *
 * @param flows of three steps, each a call that takes a second
 * @param rounds in the same JVM: the first is cold
 */
record Rush(int flows, int rounds) {
    private static final String FLOWS = "--flows=";
    private static final String ROUNDS = "--rounds=";
    private static final int MOST_SECONDS = 5;
    private static final List<String> FIGURES =
            List.of("round", "flows", "completed", "seconds", "cpu", "callsAtOnce", "heapMiB", "threads");
    private static final String TABLE = """

            | round | flows | completed | seconds | CPU seconds | most calls at once | heap MiB | threads of the system's |
            |---:|---:|---:|---:|---:|---:|---:|---:|
            """;

    static Rush of(List<String> words) {
        return new Rush(number(words, FLOWS, 10_000), number(words, ROUNDS, words.contains("--quick") ? 2 : 3));
    }

    private static int number(List<String> words, String option, int usual) {
        return words.stream()
                .filter(word -> word.startsWith(option))
                .map(word -> Integer.parseInt(word.substring(option.length())))
                .findFirst()
                .orElse(usual);
    }

    void run(Layout layout, Path directory) throws IOException {
        List<String> arguments = List.of(
                "-Xmx256m",
                "-cp",
                layout.built().resolve("contenders").resolve("toolflow") + "/*",
                "dev.toolflow.benchmarks.toolflow.EngineRush",
                String.valueOf(flows),
                String.valueOf(rounds));
        List<Map<String, String>> lines = new ArrayList<>();
        try (OtherJvm other = OtherJvm.start(arguments, layout.log("engine"))) {
            for (String line = other.readLine(); line.startsWith("engine "); line = other.readLine()) {
                System.out.println(line);
                lines.add(fields(line));
            }
            other.requireEnded(layout.log("engine"));
        }
        write(layout, directory, lines);
    }

    private static Map<String, String> fields(String line) {
        return Arrays.stream(line.split(" ", -1))
                .skip(1)
                .map(field -> field.split("=", -1))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    }

    private void write(Layout layout, Path directory, List<Map<String, String>> lines) throws IOException {
        String head = Head.of(
                "Many flows at once by the engine alone",
                "engine.md",
                List.of(
                        Versions.ofEngine(layout),
                        rounds + " rounds in one JVM with a heap of 256 MiB at most; a call takes a second"));
        String rows = lines.stream().map(line -> row(line, "| ", " | ", " |\n")).collect(Collectors.joining());
        List<String> csv = new ArrayList<>(List.of(String.join(",", FIGURES)));
        lines.forEach(line -> csv.add(row(line, "", ",", "")));
        String name = "engine-jdk" + Runtime.version().feature();
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(name + ".md"), head + goals(lines).markdown() + TABLE + rows);
        Files.write(directory.resolve(name + ".csv"), csv);
    }

    private static String row(Map<String, String> line, String begin, String between, String end) {
        return FIGURES.stream()
                .map(figure -> line.getOrDefault(figure, ""))
                .collect(Collectors.joining(between, begin, end));
    }

    private static Goals goals(List<Map<String, String>> lines) {
        Goals goals = new Goals();
        for (Map<String, String> line : lines) {
            String round = line.getOrDefault("round", "");
            goals.atMost(
                    "all flows, round " + round + (round.equals("1") ? ", cold" : ", warm"),
                    MOST_SECONDS,
                    "s",
                    Double.parseDouble(line.getOrDefault("seconds", "NaN")));
        }
        boolean whole = lines.stream()
                .allMatch(line -> line.getOrDefault("completed", "").equals(line.get("flows")));
        goals.holds("each flow completes in that heap", whole ? "all" : "some failed", whole);
        return goals;
    }
}
