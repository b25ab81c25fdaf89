package dev.toolflow.examples;

import dev.toolflow.examples.runs.Standing;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code runs cancel}. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Cancels a run: at once where nobody works on it, else its owner does so within seconds.")
final class RunsCancelCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    @SuppressWarnings("NullAway.Init")
    private String run;

    @Mixin
    private final RunStoreOptions options = new RunStoreOptions();

    RunsCancelCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (KeptRuns runs = options.open()) {
            RunPhase before = runs.find(run).phase();
            runs.stored().cancel(run);
            RunRecord after = runs.find(run);
            shell.terminal()
                    .say(what(before, after, Standing.of(after, shell.clock().instant())));
            if (options.json()) {
                shell.terminal().printJson(PrettyJson.of(runs.stored().export(after)));
            }
            return ExitCode.DONE;
        }
    }

    private String what(RunPhase before, RunRecord after, Standing standing) {
        if (before.isEnded()) {
            return "Run " + run + " has ended before (" + standing.words() + "); nothing was to be cancelled";
        }
        return after.phase() == RunPhase.CANCELLED
                ? "Run " + run + " is cancelled; what was done until then is kept"
                : "Run " + run + " is to be cancelled; its owner does so within seconds";
    }
}
