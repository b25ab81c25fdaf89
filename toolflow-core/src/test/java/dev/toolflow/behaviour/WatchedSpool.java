package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service with scripted replies, and where the pictures of these lay before they were stored. */
final class WatchedSpool {
    final MockOpenAiToolService mock = MockOpenAiToolService.create();
    final List<Path> spooled = new CopyOnWriteArrayList<>();
    final OpenAiToolService watched = (request, context) -> {
        ToolCallResponse response = mock.executeToolCall(request, context);
        context.images().images().forEach(image -> spooled.add(image.file()));
        return response;
    };

    ToolFlowResult<String> run(ImageStore store) {
        try (var engine = ToolFlowEngine.builder(watched).images(store).build()) {
            return engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);
        }
    }

    void assertNothingIsLeftInTheSpool() {
        assertThat(spooled).isNotEmpty().allSatisfy(file -> {
            assertThat(file).doesNotExist();
            assertThat(file.getParent()).doesNotExist();
        });
    }
}
