package dev.toolflow.examples;

import dev.toolflow.run.RunPhase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code runs resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description =
                "Goes on with a run of brand-kit where it stands. What was accepted is not called again; one that is"
                        + " done is told without a call; one in quarantine is released.")
final class RunsResumeCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    @SuppressWarnings("NullAway.Init")
    private String run;

    @Mixin
    private final GoOnOptions options = new GoOnOptions();

    RunsResumeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (KeptRuns runs = options.store().openToGoOn()) {
            if (runs.find(run).phase() == RunPhase.QUARANTINED) {
                runs.stored().unquarantine(run);
                shell.terminal().say("Run " + run + " is released from quarantine");
            }
            return new KnownRun(shell, options, runs, run)
                    .goOn(command -> new LastingRun(
                            shell,
                            runs,
                            new LastingRun.Place(
                                    run,
                                    options.files(run),
                                    options.store().address().toString(),
                                    command)));
        }
    }
}
