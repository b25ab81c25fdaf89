package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testkit.FakeOpenAiServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MultiTurnWireTest {
    public record Topic(String text) {}

    public record Turns(GeneratedImage drawn, GeneratedImage touched, GeneratedImage again) {}

    public record Seen(Turns turns, String question) {}

    public record Verdict(String comment) {}

    private static final ImageGenerationStepDefinition DRAW = ImageGenerationStepDefinition.create();
    private static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();
    private static final StepDefinition<Seen, Verdict> LOOK =
            ChatStepDefinition.named("look", Seen.class, Verdict.class).build();
    private static final ToolFlow<Topic, Turns> FLOW = ToolFlow.define("turns", Topic.class, (flow, topic) -> {
        var drawn = flow.step(DRAW, topic.map(t -> ImageGenerationInput.of(t.text())));
        var touched = flow.step(
                ToolCallStep.of(TOUCH).as("touched"), drawn.map(made -> ImageEditInput.of("On marble", made.image())));
        var again = flow.step(
                ToolCallStep.of(TOUCH).as("again"), touched.map(made -> ImageEditInput.of("At night", made.image())));
        var turns = drawn.and(touched).and(again).map((d, t, a) -> new Turns(d.image(), t.image(), a.image()));
        flow.step(LOOK, turns.map(all -> new Seen(all, "Which is best?")));
        return turns;
    });

    private static byte[] bytes(ToolFlowEngine engine, GeneratedImage image) {
        try (InputStream in = engine.images().open(image)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void each_turn_uploads_exactly_the_bytes_of_the_turn_before_and_a_chat_step_sees_them_all(@TempDir Path directory) {
        try (FakeOpenAiServer server = FakeOpenAiServer.start();
                DefaultOpenAiToolService service = Calls.service(server.baseUrl());
                ToolFlowEngine engine = ToolFlowEngine.builder(service)
                        .images(ImageStore.directory(directory))
                        .build()) {
            ToolFlowResult<Turns> result = engine.run(FLOW, new Topic("A tea tin"));

            byte[] drawn = bytes(engine, result.output().drawn());
            byte[] touched = bytes(engine, result.output().touched());
            var requests = server.requests();
            assertThat(requests.get(1).parts("image").get(0).bytes()).isEqualTo(drawn);
            assertThat(requests.get(2).parts("image").get(0).bytes()).isEqualTo(touched);
            var parts = requests.get(3).body().at("/messages").findValues("url");
            assertThat(parts)
                    .extracting(url -> url.asText())
                    .containsExactly(
                            dataUrl(drawn),
                            dataUrl(touched),
                            dataUrl(bytes(engine, result.output().again())));
        }
    }

    private static String dataUrl(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }
}
