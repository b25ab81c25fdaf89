package dev.toolflow.examples;

import dev.toolflow.EngineBuilder;
import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import java.nio.file.Path;
import java.util.Optional;

/** A new run that keeps what another has of the steps before one. For one thread. */
final class ForkedRun implements Beginning {
    private final Terminal terminal;
    private final KeptRuns runs;
    private final Fork fork;
    private final Path files;
    private String runId;

    /** @param files where its files go */
    ForkedRun(Terminal terminal, KeptRuns runs, Fork fork, Path files) {
        this.terminal = terminal;
        this.runs = runs;
        this.fork = fork;
        this.files = files;
        this.runId = fork.source();
    }

    /**
     * Of what it is one.
     *
     * @param source the id of the other
     * @param step from which step on it is done anew
     * @param inWords where both are kept, for messages
     */
    record Fork(String source, String step, String inWords) {}

    /** Its own is made by the engine; it is known by the other's until then. */
    @Override
    public String runId() {
        return runId;
    }

    @Override
    public Optional<String> toAnswer(String approvalId) {
        return Optional.of(Main.NAME + " runs approve " + runId + " " + approvalId + " true --store " + fork.inWords()
                + ", then " + Main.NAME + " runs resume " + runId + " --store " + fork.inWords());
    }

    @Override
    public Path files(String example) {
        return files;
    }

    @Override
    public EngineBuilder of(EngineBuilder engine) {
        return engine.durability(runs.durability());
    }

    @Override
    public <I, O> Going<O> begin(ToolFlowEngine engine, ToolFlow<I, O> flow, I input, RunOptions options) {
        try {
            FlowRun<O> run = engine.forkFrom(flow, fork.source(), fork.step());
            runId = run.id();
            terminal.say("Run " + run.id() + " is forked from run " + fork.source() + " at " + fork.step()
                    + ": what does not depend on that step is kept");
            return Going.of(run, engine::close);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--from: " + e.getMessage());
        }
    }
}
