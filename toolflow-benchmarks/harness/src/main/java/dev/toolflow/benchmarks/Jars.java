package dev.toolflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What {@code toolflow-core} and {@code toolflow-openai} weigh, and what they bring to a class path. A jar that nobody agreed
 * to, or own jars that weigh too much, make it fail.
 */
final class Jars {
    private static final long MOST_OWN_BYTES = 600_000;
    private static final List<String> OWN = List.of("toolflow-core", "toolflow-openai");
    private static final List<String> AGREED = List.of(
            "openai-java",
            "jackson",
            "jakarta.validation-api",
            "hibernate-validator",
            "resilience4j",
            "slf4j-api",
            "jsonschema",
            "bucket4j",
            "jspecify");
    private static final List<String> BROUGHT = List.of(
            "okhttp",
            "okio",
            "kotlin",
            "annotations",
            "classmate",
            "jboss-logging",
            "error_prone_annotations",
            "swagger-annotations");
    private static final List<String> OF_THE_BENCHMARK = List.of("toolflow-benchmarks", "slf4j-nop");

    private final List<String> failures = new ArrayList<>();
    private final StringBuilder markdown = new StringBuilder("\n| jar | kB | |\n|---|---:|---|\n");
    private final List<String> csv = new ArrayList<>(List.of("jar,bytes,why"));
    private long own;
    private long all;

    /** Looks at a class path and puts what it finds into a report. */
    void weigh(Layout layout, ChatReport report) throws IOException {
        try (Stream<Path> files =
                Files.list(layout.built().resolve("contenders").resolve("toolflow"))) {
            for (Path file : files.sorted().toList()) {
                weigh(String.valueOf(file.getFileName()), Files.size(file));
            }
        }
        report.goals().atMost("toolflow-core and toolflow-openai", MOST_OWN_BYTES / 1e3, "kB", own / 1e3);
        report.goals()
                .holds(
                        "nothing that nobody agreed to on their class path",
                        failures.isEmpty() ? "nothing" : String.join("; ", failures),
                        failures.isEmpty());
        if (own > MOST_OWN_BYTES) {
            failures.add("our own jars weigh " + own + " bytes, more than " + MOST_OWN_BYTES);
        }
        markdown.append(String.format(
                Locale.ROOT,
                "%nOur own: %.0f kB of at most %d kB. All: %.1f MB.%n",
                own / 1e3,
                MOST_OWN_BYTES / 1_000,
                all / 1e6));
        failures.forEach(failure -> markdown.append("\nFails: ").append(failure).append('\n'));
        report.add(markdown.toString(), csv);
    }

    private void weigh(String jar, long bytes) {
        if (begins(jar, OF_THE_BENCHMARK)) {
            return;
        }
        String why =
                begins(jar, OWN) ? "ours" : begins(jar, AGREED) ? "agreed" : begins(jar, BROUGHT) ? "brought" : "?";
        if (why.equals("?")) {
            failures.add("nobody agreed to " + jar);
        }
        own += why.equals("ours") ? bytes : 0;
        all += bytes;
        markdown.append(String.format(Locale.ROOT, "| %s | %.0f | %s |%n", jar, bytes / 1e3, why));
        csv.add(jar + "," + bytes + "," + why);
    }

    private static boolean begins(String jar, List<String> names) {
        return names.stream().anyMatch(jar::startsWith);
    }

    /** What is not as it must be. */
    List<String> failures() {
        return failures;
    }
}
