package dev.toolflow.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What durable runs cost, and how soon another process goes on with them: each part in a JVM of its own.
 *
 * @param layout where things lie
 * @param effort how much is done
 */
record Durable(Layout layout, Effort effort) {
    private static final String PACKAGE = "dev.toolflow.benchmarks.durable.";
    private static final int NEEDS_A_WORD_FOR_NATIVE_CODE = 22;

    /**
     * How much is done.
     *
     * @param rounds after one that does not count
     * @param flows in SQLite in each round, with 100 at once; a fifth of it one by one
     * @param postgresFlows the same in PostgreSQL, and those of three steps beside others'
     * @param takeovers of runs in SQLite
     * @param postgresTakeovers of runs in PostgreSQL, each some 30 s
     */
    record Effort(int rounds, int flows, int postgresFlows, int takeovers, int postgresTakeovers) {
        static final Effort STANDARD = new Effort(5, 3_000, 1_000, 5, 3);
        static final Effort QUICK = new Effort(1, 1_000, 400, 2, 1);

        static Effort of(List<String> words) {
            return words.contains("--quick") ? QUICK : STANDARD;
        }
    }

    void run(Path directory) throws IOException {
        String work = layout.temporary().toString();
        String rounds = String.valueOf(effort.rounds());
        DurableReport report = new DurableReport(effort);
        report.part("SQLite", told("SqliteSteps", work, String.valueOf(effort.flows()), rounds));
        report.write(directory, layout);
        report.part("PostgreSQL", told("PostgresSteps", work, String.valueOf(effort.postgresFlows()), rounds));
        report.write(directory, layout);
        report.part("Three steps, and the same by others", told("Others", othersWords(work, rounds)));
        report.write(directory, layout);
        report.part(
                "Takeover",
                told(
                        "Takeovers",
                        work,
                        String.valueOf(effort.takeovers()),
                        String.valueOf(effort.postgresTakeovers())));
        report.write(directory, layout);
        System.out.println(report.markdown(layout));
    }

    private String[] othersWords(String work, String rounds) {
        return new String[] {
            work, String.valueOf(effort.postgresFlows()), rounds, classPath("dbos"), classPath("temporal")
        };
    }

    private String classPath(String contender) {
        return layout.built().resolve("contenders").resolve(contender) + "/*";
    }

    /** Runs a part to its end, and returns the lines that it printed. */
    private List<String> told(String main, String... words) {
        List<String> arguments = new ArrayList<>();
        if (Runtime.version().feature() >= NEEDS_A_WORD_FOR_NATIVE_CODE) {
            arguments.add("--enable-native-access=ALL-UNNAMED");
        }
        arguments.addAll(List.of("-cp", classPath("durable"), PACKAGE + main));
        arguments.addAll(List.of(words));
        List<String> lines = new ArrayList<>();
        try (OtherJvm other = OtherJvm.start(arguments, layout.log("durable"))) {
            for (String line = other.readLine(); !line.startsWith("failed"); line = other.readLine()) {
                System.out.println(line);
                lines.add(line);
            }
        }
        return lines;
    }
}
