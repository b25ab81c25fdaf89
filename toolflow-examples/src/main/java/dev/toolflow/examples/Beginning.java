package dev.toolflow.examples;

import dev.toolflow.EngineBuilder;
import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a run begins, and where it lives. */
interface Beginning {

    /** The run's id. */
    String runId();

    /** Where its files go unless the user says so. */
    Path files(String example);

    /** How to answer what it asks where nobody can be asked; empty where it cannot be answered. */
    default Optional<String> toAnswer(String approvalId) {
        return Optional.empty();
    }

    /** An engine for it. */
    default EngineBuilder of(EngineBuilder engine) {
        return engine;
    }

    /**
     * What it is started with.
     *
     * @param most what all its calls may cost, in US dollars, or null for any amount; its engine sees to that unless the run
     *     outlives it
     */
    default RunOptions of(RunOptions run, @Nullable BigDecimal most) {
        return run;
    }

    /** Begins the run, or goes on with it. */
    <I, O> Going<O> begin(ToolFlowEngine engine, ToolFlow<I, O> flow, I input, RunOptions options);

    /** In this process alone. */
    static Beginning of(String runId) {
        return new Beginning() {
            @Override
            public String runId() {
                return runId;
            }

            @Override
            public Path files(String example) {
                return Path.of("out", example + "-" + runId);
            }

            @Override
            public <I, O> Going<O> begin(ToolFlowEngine engine, ToolFlow<I, O> flow, I input, RunOptions options) {
                FlowRun<O> run = engine.start(flow, input, options);
                return Going.of(run, run::cancel);
            }
        };
    }
}
