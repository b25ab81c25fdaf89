package dev.toolflow.examples;

import dev.toolflow.examples.runs.RunSummary;
import dev.toolflow.run.StoredRun;
import java.util.function.Function;
import picocli.CommandLine;

/** A kept run of a flow that this program has. For one thread. */
final class KnownRun {
    private final Shell shell;
    private final GoOnOptions options;
    private final KeptRuns runs;
    private final String runId;

    KnownRun(Shell shell, GoOnOptions options, KeptRuns runs, String runId) {
        this.shell = shell;
        this.options = options;
        this.runs = runs;
        this.runId = runId;
    }

    /**
     * Goes on with it, or from it, and returns the program's exit code.
     *
     * @param beginning how, by the options that the run was begun with
     * @throws BadInputException when there is no such run, or it is one of another program
     */
    int goOn(Function<String, Beginning> beginning) {
        StoredRun stored = runs.load(runId);
        String flow = stored.record().flow();
        if (!flow.equals(BrandKitCommand.NAME)) {
            throw new BadInputException("RUN: run " + runId + " is one of flow '" + flow
                    + "', which this program does not have (it has " + BrandKitCommand.NAME
                    + "); go on with the program that began it");
        }
        RunSummary summary = runs.summary(stored);
        String command = summary.attributes().getOrDefault(KeptCommand.ATTRIBUTE, "[]");
        var brandKit = new BrandKitCommand(shell);
        new CommandLine(brandKit).parseArgs(options.with(KeptCommand.read(command)));
        String input = runs.content(stored).input().toString();
        return brandKit.run(new Brief("run " + runId, input), beginning.apply(command), () -> options.pictures(shell));
    }
}
