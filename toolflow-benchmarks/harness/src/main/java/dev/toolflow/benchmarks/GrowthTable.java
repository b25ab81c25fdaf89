package dev.toolflow.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the cost of a step grows with the length of a flow. Not thread-safe. */
final class GrowthTable {
    private static final String MAIN = "dev.toolflow.benchmarks.toolflow.Growth";

    private static final double MOST_GROWTH = 1.2;

    private final Map<String, List<double[]>> rows = new LinkedHashMap<>();
    private final List<String> csv =
            new ArrayList<>(List.of("shape,steps,round,nanos_per_step,allocated_bytes_per_step,cpu_nanos_per_step"));

    /** Measures in a JVM of its own; each measurement has so many steps at least. */
    void measure(Layout layout, int steps, int rounds) {
        List<String> arguments = List.of(
                "-Xmx1g",
                "-cp",
                layout.built().resolve("contenders").resolve("toolflow") + "/*",
                MAIN,
                String.valueOf(steps),
                String.valueOf(rounds));
        try (OtherJvm other = OtherJvm.start(arguments, layout.log("growth"))) {
            for (String line = other.readLine(); line.startsWith("row,"); line = other.readLine()) {
                String[] words = line.split(",", -1);
                if (!words[3].equals("0")) {
                    csv.add(line.substring("row,".length()));
                    rows.computeIfAbsent(words[1] + "," + words[2], shape -> new ArrayList<>())
                            .add(new double[] {number(words[4]), number(words[5]), number(words[6])});
                }
            }
            other.requireEnded(layout.log("growth"));
        }
        if (rows.isEmpty()) {
            throw new IllegalStateException("nothing was measured; see " + layout.log("growth"));
        }
    }

    private static double number(String word) {
        return Double.parseDouble(word);
    }

    void report(ChatReport report) {
        StringBuilder markdown = new StringBuilder("""

                | shape | steps | µs a step | to the shortest | kB allocated a step | to the shortest | CPU µs a step |
                |---|---:|---:|---:|---:|---:|---:|
                """);
        double[] shortest = {};
        String last = "";
        for (Map.Entry<String, List<double[]>> row : rows.entrySet()) {
            String[] shape = row.getKey().split(",", -1);
            double[] figures = {median(row.getValue(), 0), median(row.getValue(), 1), median(row.getValue(), 2)};
            if (!shape[0].equals(last)) {
                shortest = figures;
                last = shape[0];
            }
            markdown.append(line(shape, figures, shortest));
            if (figures != shortest) {
                goal(report.goals(), shape, figures[0] / shortest[0]);
            }
        }
        report.add(markdown.toString(), csv);
    }

    private static void goal(Goals goals, String[] shape, double toTheShortest) {
        goals.atMost(
                "time of a step, " + shape[1] + " " + words(shape[0]), MOST_GROWTH, "× the shortest", toTheShortest);
    }

    private static String words(String shape) {
        return shape.equals("chain") ? "one after the other" : "items of an each";
    }

    private static String line(String[] shape, double[] figures, double[] shortest) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %.2f | %.2f | %.2f | %.1f |%n",
                words(shape[0]),
                shape[1],
                figures[0] / 1e3,
                figures[0] / shortest[0],
                figures[1] / 1e3,
                figures[1] / shortest[1],
                figures[2] / 1e3);
    }

    private static double median(List<double[]> rounds, int figure) {
        return Median.of(rounds.stream().mapToDouble(round -> round[figure]).toArray());
    }
}
