package dev.toolflow.examples;

import dev.toolflow.Durability;
import dev.toolflow.EngineBuilder;
import dev.toolflow.RunOptions;
import dev.toolflow.Sleeper;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.examples.runs.RunSummary;
import dev.toolflow.record.Hashes;
import dev.toolflow.run.RunPhase;
import dev.toolflow.schema.JsonType;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
    public <I, O> Going<O> begin(ToolFlowEngine engine, ToolFlow<I, O> flow, I input, RunOptions options) {
        Order<I, O> order = new Order<>(engine, flow, input, options.attribute(KeptCommand.ATTRIBUTE, place.command()));
        return kept().map(before -> again(order, before)).orElseGet(() -> first(order));
    }

    private <O> Going<O> first(Order<?, O> order) {
        terminal.say("Run " + place.id() + " is kept in " + place.inWords() + ": the same command goes on with it");
        return order.start();
    }

    private <O> Going<O> again(Order<?, O> order, RunSummary before) {
        requireSame(before.attributes().getOrDefault(KeptCommand.ATTRIBUTE, place.command()));
        if (!before.run().run().inputHash().equals(order.inputHash())) {
            throw new BadInputException("--input: run " + place.id() + " in " + place.inWords()
                    + " was begun with another brief; give that one, or name another directory for this one");
        }
        terminal.say(new Found(before, order.flow(), place.inWords()).words());
        RunPhase phase = before.run().phase();
        if (phase == RunPhase.COMPLETED || phase == RunPhase.PARTIAL) {
            return order.start().unheard();
        }
        return phase.isEnded() ? order.resume(place.id()) : free.untilFree(place.id(), order::start);
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

        /** Tries again what failed, which to start does not. */
        Going<O> resume(String runId) {
            return new Going<>(
                    CompletableFuture.supplyAsync(() -> engine.resume(flow, runId)),
                    true,
                    engine::close,
                    (approval, answer) ->
                            Going.of(engine.start(flow, input, options).decide(approval, answer), engine::close));
        }
    }
}
