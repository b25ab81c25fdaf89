package dev.toolflow.examples;

import dev.toolflow.Durability;
import dev.toolflow.EngineBuilder;
import dev.toolflow.RunOptions;
import dev.toolflow.Sleeper;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.runs.RunSummary;
import dev.toolflow.run.RunConflictException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.tool.ToolCallException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A run that a store keeps: it begins, goes on where an earlier process left it, or is told as it ended. For one thread. */
final class LastingRun implements Beginning {
    private final Terminal terminal;
    private final KeptRuns runs;
    private final Place place;
    private final LeaseWait free;

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
        this.free = new LeaseWait(terminal, runs.store(), shell.clock(), Sleeper.system());
        this.runs = runs;
        this.place = place;
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
        return engine.durability(Durability.in(runs.store()).payloads(runs.codec()));
    }

    /** What is kept of it by now. */
    Optional<RunSummary> kept() {
        return runs.store().load(place.id()).map(run -> RunSummary.of(run, runs.payloads()));
    }

    @Override
    public <I, O> Going<O> begin(ToolFlowEngine engine, ToolFlow<I, O> flow, I input, RunOptions given) {
        RunOptions options = given.attribute(KeptCommand.ATTRIBUTE, place.command());
        Optional<RunSummary> kept = kept();
        if (kept.isEmpty()) {
            terminal.say("Run " + place.id() + " is kept in " + place.inWords() + ": the same command goes on with it");
            return Going.of(engine.start(flow, input, options), engine::close);
        }
        RunSummary before = kept.get();
        requireSame(before.attributes().getOrDefault(KeptCommand.ATTRIBUTE, place.command()));
        Found found = new Found(before, flow, place.inWords());
        terminal.say(found.words());
        RunPhase phase = before.run().phase();
        try {
            if (phase == RunPhase.COMPLETED || phase == RunPhase.PARTIAL) {
                return Going.of(engine.start(flow, input, options), engine::close)
                        .unheard();
            }
            Supplier<Going<O>> resumed = () -> resumed(engine, flow, input, options);
            return phase.isEnded()
                    ? resumed.get()
                    : Going.of(free.untilFree(place.id(), () -> engine.start(flow, input, options)), engine::close)
                            .then(result -> wasCutOff(before, result) ? Optional.of(resumed.get()) : Optional.empty());
        } catch (RunConflictException e) {
            throw new BadInputException("--input: run " + place.id() + " in " + place.inWords()
                    + " was begun with another brief; give that one, or name another directory for this one");
        }
    }

    private void requireSame(String command) {
        if (!command.equals(place.command())) {
            throw new BadInputException("--durable: run " + place.id() + " in " + place.inWords() + " was begun with "
                    + KeptCommand.inWords(command) + ", not with " + KeptCommand.inWords(place.command())
                    + "; give the same options, or name another directory for these");
        }
    }

    /** A picture is not bought again by itself when nobody knows whether it was; running the command again asks for it. */
    private static boolean wasCutOff(RunSummary before, ToolFlowResult<?> result) {
        return !before.open().isEmpty() && result.error().orElse(null) instanceof ToolCallException.OutcomeUnknown;
    }

    private <I, O> Going<O> resumed(ToolFlowEngine engine, ToolFlow<I, O> flow, I input, RunOptions options) {
        return new Going<>(
                CompletableFuture.supplyAsync(() -> engine.resume(flow, place.id())),
                true,
                engine::close,
                (approval, answer) ->
                        Going.of(engine.start(flow, input, options).decide(approval, answer), engine::close),
                result -> Optional.empty());
    }
}
