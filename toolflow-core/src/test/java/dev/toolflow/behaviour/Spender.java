package dev.toolflow.behaviour;

import dev.toolflow.EngineBuilder;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.budget.PictureTokens;
import dev.toolflow.budget.PriceList;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.util.Collections;
import java.util.List;

/** Prices and steps in round numbers: a line may take 1 cent, 2,000 tokens; a picture 3 cents. */
final class Spender {
    static final PriceList PRICES = PriceList.empty()
            .with("gpt-5.4-mini", ModelPrice.perMillion("5", "5"))
            .with(
                    "gpt-image-2",
                    ModelPrice.perMillion("5", "5")
                            .imageOutput("25")
                            .pictures(PictureTokens.none()
                                    .with("low", "1024x1024", 200)
                                    .with("high", "1024x1024", 1_000)));

    /** As much as a line may take. */
    static final TokenUsage A_CENT = TokenUsage.of(1_000, 1_000);

    /** A tenth of it. */
    static final TokenUsage A_MILL = TokenUsage.of(100, 100);

    private Spender() {}

    /** Every input counts 1,000 tokens. */
    static EngineBuilder engine(OpenAiToolService service) {
        return ToolFlowEngine.builder(service)
                .sleeper(new RecordingSleeper())
                .prices(PRICES)
                .tokenEstimator(request -> 1_000);
    }

    static ToolCallStep<Topic, Line> line() {
        return ToolCallStep.of(Lines.WRITE).maxTokens(1_000);
    }

    /** A flow of a line for each topic, all at once. */
    static ToolFlow<Topics, List<Line>> lines(ToolCallStep<Topic, Line> step) {
        return ToolFlow.define("lines", Topics.class, (flow, topics) -> flow.each(step, topics.map(Topics::each)));
    }

    static Topics topics(int count) {
        return new Topics(Collections.nCopies(count, "tea"));
    }
}
