package dev.toolflow.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code runs fork}. */
@Command(
        name = "fork",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description =
                "Begins a new run of brand-kit from a kept one, which is left as it is: the step and all that depends on"
                        + " it are made anew, the others are taken over and not paid again.")
final class RunsForkCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    @SuppressWarnings("NullAway.Init")
    private String run;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "STEP",
            description = "The step; runs show tells their ids.")
    @SuppressWarnings("NullAway.Init")
    private String step;

    @Mixin
    private final GoOnOptions options = new GoOnOptions();

    RunsForkCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        String files = run + "-fork-" + RunId.at(shell.clock());
        try (KeptRuns runs = options.store().openToGoOn()) {
            return new KnownRun(shell, options, runs, run)
                    .goOn(command -> new ForkedRun(
                            shell.terminal(),
                            runs,
                            new ForkedRun.Fork(
                                    run, step, options.store().address().toString()),
                            options.files(files)));
        }
    }
}
