package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.EngineBuilder;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.budget.PriceList;
import dev.toolflow.cache.ResultCache;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.function.UnaryOperator;

/** Runs of a step whose results are cached, each on an engine of its own. */
final class CachedRuns {
    static final ToolCallStep<Topic, Line> CACHED = ToolCallStep.of(WRITE).cached();

    final MockOpenAiToolService mock = MockOpenAiToolService.create();
    final ResultCache cache = ResultCache.memory(100);

    ToolFlowEngine engine() {
        return engine(builder -> builder.resultCache(cache));
    }

    ToolFlowEngine engine(UnaryOperator<EngineBuilder> settings) {
        return settings.apply(ToolFlowEngine.builder(mock)
                        .prices(PriceList.empty().with("gpt", ModelPrice.perMillion("1", "1"))))
                .build();
    }

    ToolFlowResult<Line> run(ToolCallStep<Topic, Line> step, Topic topic, RunOptions options) {
        try (var engine = engine()) {
            ToolFlowResult<Line> result = engine.run(flowOf(step), topic, options);
            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            return result;
        }
    }

    ToolFlowResult<Line> run(ToolCallStep<Topic, Line> step) {
        return run(step, TEA, RunOptions.defaults());
    }
}
