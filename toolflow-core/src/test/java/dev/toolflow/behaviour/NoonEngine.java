package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Draws two squares of a topic, at noon. */
final class NoonEngine {
    static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    static final ToolFlow<Topic, ImageGenerationOutput> TWO_SQUARES = ToolFlow.define(
            "two-squares",
            Topic.class,
            (flow, topic) -> flow.step(
                    ToolCallStep.of(DRAW).model("gpt-image-2"),
                    topic.map(t -> ImageGenerationInput.of(t.text())
                            .n(2)
                            .size(64, 64)
                            .quality("high")
                            .background("opaque"))));

    final MockOpenAiToolService mock = MockOpenAiToolService.create();
    final ImageStore store = ImageStore.memory(1 << 20);

    ToolFlowEngine engine(OpenAiToolService service) {
        return ToolFlowEngine.builder(service)
                .images(store)
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .build();
    }
}
