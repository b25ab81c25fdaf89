package dev.toolflow.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code runs export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Writes all that is kept of a run as one JSON document, what it was given and made included.")
final class RunsExportCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    @SuppressWarnings("NullAway.Init")
    private String run;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to. Default: standard output.")
    private @Nullable Path out;

    @Mixin
    private final RunStoreOptions options = new RunStoreOptions();

    RunsExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (KeptRuns runs = options.open()) {
            String json = PrettyJson.of(runs.stored().export(runs.load(run)));
            if (out == null) {
                shell.terminal().printJson(json);
            } else {
                write(out.toAbsolutePath(), json);
            }
            return ExitCode.DONE;
        }
    }

    private void write(Path file, String json) {
        Path directory = file.getParent();
        if (directory == null || Files.isDirectory(file)) {
            throw new BadInputException("--out: " + file + " is a directory; name a file");
        }
        OutputDirectory.prepare(directory).write(file.getFileName().toString(), json + "\n");
        shell.terminal().say("wrote " + file);
    }
}
