package dev.toolflow.examples;

import dev.toolflow.EngineBuilder;
import dev.toolflow.RunOptions;
import dev.toolflow.Sleeper;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.budget.Budget;
import dev.toolflow.examples.runs.Allowance;
import dev.toolflow.examples.runs.RunSummary;
import dev.toolflow.examples.runs.Standing;
import dev.toolflow.examples.text.Dollars;
import dev.toolflow.record.Hashes;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.schema.JsonType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A run that a store keeps: it begins, goes on where an earlier process left it, or is told as it ended. For one thread. */
final class LastingRun implements Beginning {
    /** An attribute of the run: whether its answers are made up. */
    private static final String ANSWERS = "answers";

    private final Terminal terminal;
    private final KeptRuns runs;
    private final Place place;
    private final LeaseWait free;
    private final Clock clock;
    private final String answers;
    private @Nullable BigDecimal most;

    /**
     * Which run it is, and where.
     *
     * @param id the run's id
     * @param files where its files go
     * @param inWords where it is kept, for messages
     * @param command the options it is begun with, as {@link KeptCommand} writes them
     */
    record Place(String id, Path files, String inWords, String command) {}

    LastingRun(Shell shell, KeptRuns runs, Place place) {
        this.terminal = shell.terminal();
        this.clock = shell.clock();
        this.free = new LeaseWait(terminal, runs.store(), shell.clock(), Sleeper.system());
        this.runs = runs;
        this.place = place;
        this.answers = Connection.isToFake(shell) ? "the built-in fake server" : "a server of yours";
    }

    @Override
    public String runId() {
        return place.id();
    }

    @Override
    public Path files(String example) {
        return place.files();
    }

    @Override
    public Optional<String> toAnswer(String approvalId) {
        return Optional.of("the same command on a terminal asks again; without one: " + Main.NAME + " runs approve "
                + place.id() + " " + approvalId + " true --store " + place.inWords() + ", then the same command");
    }

    @Override
    public EngineBuilder of(EngineBuilder engine) {
        return engine.budget(Budget.unlimited()).durability(runs.durability());
    }

    /** The limit is kept with the run and holds as long as that lives, whichever process goes on with it. */
    @Override
    public RunOptions of(RunOptions run, @Nullable BigDecimal usd) {
        most = usd;
        return usd == null ? run : run.budget(Budget.usd(usd));
    }

    /** What is kept of it by now. */
    Optional<RunSummary> kept() {
        return runs.store().load(place.id()).map(runs::summary);
    }

    @Override
    public <I, O> Going<O> begin(ToolFlowEngine engine, ToolFlow<I, O> flow, I input, RunOptions options) {
        Order<I, O> order = new Order<>(
                engine,
                flow,
                input,
                options.attribute(KeptCommand.ATTRIBUTE, place.command()).attribute(ANSWERS, answers));
        return kept().map(before -> again(order, before)).orElseGet(() -> first(order));
    }

    private <O> Going<O> first(Order<?, O> order) {
        terminal.say("Run " + place.id() + " is kept in " + place.inWords() + ": the same command goes on with it");
        return order.start();
    }

    private <O> Going<O> again(Order<?, O> order, RunSummary before) {
        requireSame(before.attributes().getOrDefault(KeptCommand.ATTRIBUTE, place.command()));
        RunPhase phase = before.run().phase();
        boolean done = phase == RunPhase.COMPLETED || phase == RunPhase.PARTIAL;
        if (!done) {
            requireSameAnswers(before.attributes().getOrDefault(ANSWERS, answers));
        }
        if (!before.run().run().inputHash().equals(order.inputHash())) {
            throw new BadInputException("--input: run " + place.id() + " in " + place.inWords()
                    + " was begun with another brief; give that one, or name another directory for this one");
        }
        terminal.say(new Found(before, order.flow(), place.inWords()).words());
        if (done) {
            return order.start().unheard();
        }
        Optional<Budget> other = otherLimit(before.allowance());
        if (other.isPresent()) {
            return free.untilFree(place.id(), () -> afresh(order, other.get()));
        }
        return phase.isEnded() ? order.resume(place.id(), null) : free.untilFree(place.id(), order::start);
    }

    /** What is left of another limit than the run was begun with; empty where that holds. */
    private Optional<Budget> otherLimit(Allowance allowance) {
        return Optional.ofNullable(most).filter(usd -> !allowance.isOf(usd)).map(usd -> {
            BigDecimal left = usd.subtract(allowance.spent());
            if (left.signum() <= 0) {
                throw new BadInputException("--max-cost: run " + place.id() + " in " + place.inWords()
                        + " has taken " + Dollars.atMost(allowance.spent())
                        + " US dollars already; allow more, or leave it out"
                        + " to go on with what the run was begun with");
            }
            return Budget.usd(left);
        });
    }

    private <O> Going<O> afresh(Order<?, O> order, Budget left) {
        Standing.of(runs.find(place.id()), clock.instant()).worker().ifPresent(lease -> {
            throw new RunLeasedException(
                    "run '" + place.id() + "' belongs to process "
                            + lease.owner().pid() + " on " + lease.owner().host() + " until " + lease.until()
                            + "; wait for it, or cancel it",
                    null);
        });
        return order.resume(place.id(), left);
    }

    /** What was made up and what was paid for are not to be mixed. */
    private void requireSameAnswers(String begun) {
        if (!begun.equals(answers)) {
            throw new BadInputException("environment: run " + place.id() + " in " + place.inWords() + " was begun with "
                    + begun + ", and would go on with " + answers
                    + "; set OPENAI_API_KEY and OPENAI_BASE_URL as they were then, or"
                    + " name another directory for a new run");
        }
    }

    private void requireSame(String command) {
        if (!command.equals(place.command())) {
            throw new BadInputException("--durable: run " + place.id() + " in " + place.inWords() + " was begun with "
                    + KeptCommand.inWords(command) + ", not with " + KeptCommand.inWords(place.command())
                    + "; give the same options, or name another directory for these");
        }
    }

    /** What is to be done, by whom. */
    private record Order<I, O>(ToolFlowEngine engine, ToolFlow<I, O> flow, I input, RunOptions options) {
        Going<O> start() {
            return Going.of(engine.start(flow, input, options), engine::close);
        }

        /** As the store has it. */
        String inputHash() {
            return Hashes.inputHash(JsonType.plain(flow.inputType()).write(input));
        }

        /** Tries again what failed, which to start does not; with this limit from now on, if there is one. */
        Going<O> resume(String runId, @Nullable Budget left) {
            return new Going<>(
                    CompletableFuture.supplyAsync(
                            () -> left == null ? engine.resume(flow, runId) : engine.resume(flow, runId, left)),
                    true,
                    engine::close,
                    (approval, answer) ->
                            Going.of(engine.start(flow, input, options).decide(approval, answer), engine::close));
        }
    }
}
