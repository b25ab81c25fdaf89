package dev.toolflow.examples;

import dev.toolflow.EngineBuilder;
import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import java.nio.file.Path;

/**
 * A new run that keeps what another has of the steps before one. Immutable.
 *
 * @param terminal hears its id
 * @param runs the store of both
 * @param source the id of the other
 * @param step from which step on it is done anew
 * @param files where its files go
 */
record ForkedRun(Terminal terminal, KeptRuns runs, String source, String step, Path files) implements Beginning {

    /** Its own is made by the engine; this is what it is known by until then. */
    @Override
    public String runId() {
        return source;
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
            FlowRun<O> run = engine.forkFrom(flow, source, step);
            terminal.say("Run " + run.id() + " is forked from run " + source + " at " + step
                    + ": what does not depend on that step is kept");
            return Going.of(run, engine::close);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--from: " + e.getMessage());
        }
    }
}
