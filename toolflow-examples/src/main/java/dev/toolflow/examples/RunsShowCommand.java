package dev.toolflow.examples;

import dev.toolflow.examples.runs.RunPage;
import dev.toolflow.examples.runs.RunSummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code runs show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description =
                "Tells all of a run but what it was given and made: steps, calls, cost, who owns it, what it waits for, and"
                        + " what was decided.")
final class RunsShowCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    @SuppressWarnings("NullAway.Init")
    private String run;

    @Mixin
    private final RunStoreOptions options = new RunStoreOptions();

    RunsShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (KeptRuns runs = options.open()) {
            RunSummary summary = runs.summary(runs.load(run));
            RunPage page = RunPage.of(
                    summary,
                    new RunCommands(summary.run(), options.address()),
                    shell.clock().instant());
            if (options.json()) {
                shell.terminal()
                        .printJson(PrettyJson.of(page.json(runs.stored()).toString()));
            } else {
                page.lines(shell.width()).forEach(shell.terminal()::print);
            }
            return ExitCode.DONE;
        }
    }
}
