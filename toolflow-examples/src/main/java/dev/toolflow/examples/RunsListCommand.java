package dev.toolflow.examples;

import dev.toolflow.examples.runs.RunList;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code runs list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Lists the runs of a store, the one that began last first.")
final class RunsListCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--flow", paramLabel = "NAME", description = "Only runs of this flow.")
    private @Nullable String flow;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            converter = PhaseConverter.class,
            description =
                    "Only runs of this status: submitted, running (interrupted ones too), waiting, completed, partial,"
                            + " failed, cancelled, timed-out, over-budget or quarantined; several with commas between.")
    private List<RunPhase> status = new ArrayList<>();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only runs of this tenant.")
    private @Nullable String tenant;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Only runs that began since then: a date, a span up to now such as 90min, 12h or 7d, or a time such"
                            + " as 2026-11-26T06:00:00Z.")
    private @Nullable String since;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 1,000.")
    private @Nullable Integer limit;

    @Mixin
    private final RunStoreOptions options = new RunStoreOptions();

    RunsListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Instant now = shell.clock().instant();
        RunQuery query = query(now);
        try (KeptRuns runs = options.open()) {
            RunList list = RunList.of(runs.stored().list(query), now);
            if (options.json()) {
                shell.terminal()
                        .printJson(PrettyJson.of(list.json(runs.stored()).toString()));
            } else {
                tell(list, query.limit());
            }
            return ExitCode.DONE;
        }
    }

    /** The table alone is on standard output, for who counts its lines. */
    private void tell(RunList list, int most) {
        List<String> lines = list.lines(shell.width());
        if (lines.isEmpty()) {
            shell.terminal().say(none());
            return;
        }
        lines.forEach(shell.terminal()::print);
        list.explanations().forEach(line -> shell.terminal().say("  " + line));
        if (list.size() == most) {
            shell.terminal()
                    .say("  there may be more: only the " + list.size() + " that began last are listed, see --limit");
        }
    }

    private String none() {
        boolean all = flow == null && tenant == null && since == null && status.isEmpty();
        return all
                ? options.address() + " keeps no runs yet"
                : options.address()
                        + " keeps no such run; leave --flow, --status, --tenant or --since out to see others";
    }

    private RunQuery query(Instant now) {
        RunQuery query = RunQuery.all();
        query = flow == null ? query : query.flow(flow);
        query = tenant == null ? query : query.tenant(tenant);
        query = since == null ? query : query.createdFrom(TimeOption.since("--since", since, now));
        query = status.isEmpty() ? query : query.phase(status.get(0), status.toArray(RunPhase[]::new));
        try {
            return limit == null ? query : query.limit(limit);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--" + e.getMessage());
        }
    }
}
