package dev.toolflow.examples;

import dev.toolflow.examples.flow.Taste;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of examples that begin with a brief. Filled in by picocli, then read only. */
final class BriefOptions {
    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "The brief, a JSON file. Default: one that comes with the program.")
    private @Nullable Path input;

    @Option(names = "--strict", description = "Let audits of taste, such as contrast, fail an attempt.")
    private boolean strict;

    Optional<Path> input() {
        return Optional.ofNullable(input);
    }

    Taste taste() {
        return strict ? Taste.INSISTS : Taste.ADVISES;
    }

    /** Those that decide what the flow makes. */
    List<String> command() {
        return strict ? List.of("--strict") : List.of();
    }
}
