package dev.toolflow.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.StoredRuns;
import dev.toolflow.examples.runs.RunList;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code runs purge}. */
@Command(
        name = "purge",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description =
                "Deletes runs that ended a while ago, and says which. Runs that have not ended or have an owner stay; so do pictures.")
final class RunsPurgeCommand implements Callable<Integer> {
    private final Shell shell;

    /** More than a terminal can tell, and as many as fit into memory. */
    private static final RunQuery ENDED = RunQuery.all()
            .phase(
                    RunPhase.COMPLETED,
                    RunPhase.PARTIAL,
                    RunPhase.FAILED,
                    RunPhase.CANCELLED,
                    RunPhase.TIMED_OUT,
                    RunPhase.OVER_BUDGET)
            .limit(1_000_000);

    @Option(
            names = "--older-than",
            paramLabel = "SPAN",
            defaultValue = "30d",
            description = "Runs that ended so long ago: a number and min, h or d. Default: 30d.")
    @SuppressWarnings("NullAway.Init")
    private String olderThan;

    @Option(names = "--dry-run", description = "Only say which would go.")
    private boolean dryRun;

    @Mixin
    private final RunStoreOptions options = new RunStoreOptions();

    RunsPurgeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Instant now = shell.clock().instant();
        Instant before = TimeOption.ago("--older-than", olderThan, now);
        try (KeptRuns runs = options.open()) {
            List<RunRecord> ended = runs.stored().list(ENDED);
            tell(dryRun ? over(ended, before) : purged(ended, runs.stored(), Duration.between(before, now)), runs, now);
            return ExitCode.DONE;
        }
    }

    private static List<RunRecord> over(List<RunRecord> ended, Instant before) {
        return ended.stream().filter(run -> isOver(run, before)).toList();
    }

    private static List<RunRecord> purged(List<RunRecord> ended, StoredRuns runs, Duration olderThan) {
        Set<String> gone = Set.copyOf(runs.purge(olderThan));
        return ended.stream().filter(run -> gone.contains(run.id())).toList();
    }

    private static boolean isOver(RunRecord run, Instant before) {
        Instant ended = run.times().ended();
        return ended != null && ended.isBefore(before) && run.lease() == null;
    }

    private void tell(List<RunRecord> old, KeptRuns runs, Instant now) {
        if (!old.isEmpty() && !options.json()) {
            RunList.of(old, now).lines(shell.width()).forEach(shell.terminal()::print);
        }
        shell.terminal().say(Amounts.of(old.size(), "run") + (dryRun ? " would go" : " deleted"));
        if (options.json()) {
            ObjectNode json = RunList.of(old, now).json(runs.stored()).put("dryRun", dryRun);
            shell.terminal().printJson(PrettyJson.of(json.toString()));
        }
    }
}
