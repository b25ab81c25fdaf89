package dev.toolflow.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.toolflow.examples.runs.RunSummary;
import dev.toolflow.examples.runs.Standing;
import dev.toolflow.run.DecisionRecord;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.StoredRun;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code runs approve}. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Answers what a run waits for; the first answer holds. Then runs resume goes on with it.")
final class RunsApproveCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
    @SuppressWarnings("NullAway.Init")
    private String run;

    @Parameters(index = "1", paramLabel = "APPROVAL", description = "What it waits for; runs show tells it.")
    @SuppressWarnings("NullAway.Init")
    private String approval;

    @Parameters(
            index = "2",
            paramLabel = "ANSWER",
            description = "The answer as JSON, such as true or {\"choice\": 2}; or @FILE with that.")
    @SuppressWarnings("NullAway.Init")
    private String answer;

    @Mixin
    private final RunStoreOptions options = new RunStoreOptions();

    RunsApproveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        JsonNode json = AnswerOption.read(answer);
        try (KeptRuns runs = options.open()) {
            StoredRun stored = runs.load(run);
            boolean open = stored.decisions().stream().noneMatch(this::isIt);
            if (open) {
                AnswerOption.requireType(json, asked(runs.summary(stored)).answerType());
            }
            return tell(runs.find(run), open && decide(runs, stored.record(), json));
        }
    }

    private RunSummary.Asked asked(RunSummary summary) {
        RunRecord record = summary.run();
        if (record.phase() != RunPhase.WAITING) {
            throw new BadInputException("RUN: run " + run + " is "
                    + Standing.of(record, shell.clock().instant()).words() + " and asks nothing now");
        }
        return summary.waiting().stream()
                .filter(question -> question.id().equals(approval))
                .findFirst()
                .orElseThrow(() -> new BadInputException("APPROVAL: run " + run + " does not wait for '" + approval
                        + "', but for "
                        + summary.waiting().stream().map(RunSummary.Asked::id).collect(Collectors.joining(", "))));
    }

    /** Of a flow that this program has, the answer is of the flow's type; of another, what the run said is all that is known. */
    private boolean decide(KeptRuns runs, RunRecord record, JsonNode json) {
        if (!record.flow().equals(BrandKitCommand.NAME)) {
            return decideUntyped(runs, json);
        }
        try {
            runs.stored().decideJson(BrandKitCommand.asking(), run, approval, json.toString());
            return true;
        } catch (IllegalArgumentException e) {
            throw new BadInputException("ANSWER: " + e.getMessage());
        } catch (IllegalStateException e) {
            if (runs.load(run).decisions().stream().noneMatch(this::isIt)) {
                throw new BadInputException("APPROVAL: " + e.getMessage());
            }
            return false;
        }
    }

    private boolean isIt(DecisionRecord decision) {
        return decision.approvalId().equals(approval);
    }

    private boolean decideUntyped(KeptRuns runs, JsonNode json) {
        var place = new PayloadCodec.Place(run, approval, "answer");
        byte[] written = json.toString().getBytes(StandardCharsets.UTF_8);
        boolean holds = runs.store().decide(run, approval, runs.codec().encode(place, written));
        runs.store().queue().ifPresent(queue -> queue.submit(run));
        return holds;
    }

    private int tell(RunRecord record, boolean holds) {
        boolean atWork = Standing.of(record, shell.clock().instant()).worker().isPresent();
        String next = atWork
                ? "its owner goes on within seconds"
                : "to go on: " + new RunCommands(record, options.address()).goOn();
        shell.terminal()
                .say(
                        holds
                                ? "Decided: " + approval + "; " + next
                                : approval + " of run " + run + " was decided before, and that holds; " + next);
        if (options.json()) {
            shell.terminal()
                    .printJson(JsonNodeFactory.instance
                            .objectNode()
                            .put("runId", run)
                            .put("approvalId", approval)
                            .put("holds", holds)
                            .toString());
        }
        return holds ? ExitCode.DONE : ExitCode.FAILED;
    }
}
