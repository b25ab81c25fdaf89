package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.step.VisionAudit;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.tool.ImageDetail;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VisionAuditTest {
    private static final ImageGenerationStepDefinition HERO = ImageGenerationStepDefinition.create();
    private static final VisionAudit VISION = VisionAudit.of("one cup").detail(ImageDetail.LOW);

    record Brief(String prompt) {}

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final DefaultOpenAiToolService service = Calls.service(server.baseUrl());
    private final ToolFlowEngine engine = ToolFlowEngine.create(service);

    @AfterEach
    void close() {
        engine.close();
        service.close();
        server.close();
    }

    private byte[] stored(GeneratedImage image) throws IOException {
        try (InputStream content = engine.images().open(image)) {
            return content.readAllBytes();
        }
    }

    @Nested
    class A_judge {
        @Test
        void is_sent_the_very_picture_and_what_it_must_meet_and_its_tokens_count() throws IOException {
            ToolFlow<Brief, GeneratedImage> flow = ToolFlow.define(
                    "hero",
                    Brief.class,
                    (steps, brief) -> steps.step(
                                    ToolCallStep.of(HERO)
                                            .as("hero")
                                            .audit(VISION)
                                            .maxRetries(0),
                                    brief.map(b -> ImageGenerationInput.of(b.prompt())))
                            .map(output -> output.image()));

            var result = engine.run(flow, new Brief("A cup"));

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            JsonNode parts = server.requests("audit_image").get(0).body().at("/messages/1/content");
            assertThat(parts.get(0).path("text").asText()).contains("A cup", "one cup");
            JsonNode picture = parts.findValue("image_url");
            assertThat(picture.path("detail").asText()).isEqualTo("low");
            assertThat(picture.path("url").asText())
                    .isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(stored(result.output())));
            assertThat(result.step("hero~vision", VISION.definition()).attempts())
                    .hasSize(1);
            assertThat(result.usage().input()).isEqualTo(server.ledger().input());
            assertThat(result.usage().output()).isEqualTo(server.ledger().output());
        }
    }
}
