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
        static final Effort STANDARD = new Effort(3, 2_000, 600, 3, 2);
        static final Effort QUICK = new Effort(1, 1_000, 400, 2, 1);

        static Effort of(List<String> words) {
            return words.contains("--quick") ? QUICK : STANDARD;
        }
    }

    /**
     * A program of its own.
     *
     * @param title above its table
     * @param main its class
     * @param words that it is given
     */
    private record Part(String title, String main, List<String> words) {}

    void run(Path directory) throws IOException {
        DurableReport report = new DurableReport(effort);
        List<String> failures = new ArrayList<>();
        for (Part part : parts(layout.temporary().toString(), String.valueOf(effort.rounds()))) {
            report.part(part.title(), told(part, failures));
            report.write(directory, layout);
        }
        System.out.println(report.markdown(layout));
        if (!failures.isEmpty()) {
            throw new IllegalStateException(String.join("; ", failures));
        }
    }

    private List<Part> parts(String work, String rounds) {
        String flows = String.valueOf(effort.postgresFlows());
        return List.of(
                new Part("SQLite", "SqliteSteps", List.of(work, String.valueOf(effort.flows()), rounds)),
                new Part("PostgreSQL", "PostgresSteps", List.of(work, flows, rounds)),
                new Part(
                        "Three steps, and the same by others",
                        "Others",
                        List.of(work, flows, rounds, classPath("dbos"), classPath("temporal"))),
                new Part(
                        "Takeover",
                        "Takeovers",
                        List.of(work, String.valueOf(effort.takeovers()), String.valueOf(effort.postgresTakeovers()))));
    }

    private String classPath(String contender) {
        return layout.built().resolve("contenders").resolve(contender) + "/*";
    }

    /** Runs a part to its end, and returns the lines that it printed; a failure does not keep the others from being run. */
    private List<String> told(Part part, List<String> failures) {
        List<String> arguments = new ArrayList<>();
        if (Runtime.version().feature() >= NEEDS_A_WORD_FOR_NATIVE_CODE) {
            arguments.add("--enable-native-access=ALL-UNNAMED");
        }
        arguments.addAll(List.of("-cp", classPath("durable"), PACKAGE + part.main()));
        arguments.addAll(part.words());
        List<String> lines = new ArrayList<>();
        try (OtherJvm other = OtherJvm.start(arguments, layout.log("durable"))) {
            for (String line = other.readLine(); !line.startsWith("failed"); line = other.readLine()) {
                System.out.println(line);
                lines.add(line);
            }
            other.requireEnded(layout.log("durable"));
        } catch (IllegalStateException e) {
            failures.add(part.title() + ": " + e.getMessage());
        }
        return lines;
    }
}
