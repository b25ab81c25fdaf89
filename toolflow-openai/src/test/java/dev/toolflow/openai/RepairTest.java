package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.Issue;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.ImageRepair;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.RecordedRequest;
import dev.toolflow.testkit.request.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RepairTest {
    private static final ImageGenerationStepDefinition HERO = ImageGenerationStepDefinition.create();

    record Brief(String prompt) {}

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final DefaultOpenAiToolService service = Calls.service(server.baseUrl());
    private final ToolFlowEngine engine = ToolFlowEngine.create(service);
    private final AtomicInteger looked = new AtomicInteger();
    private final ToolFlow<Brief, GeneratedImage> flow = ToolFlow.define(
            "hero",
            Brief.class,
            (steps, brief) -> steps.step(
                            ToolCallStep.of(HERO)
                                    .repair(ImageRepair.EDIT)
                                    .audit(made -> looked.incrementAndGet() == 1
                                            ? List.of(Issue.critical("two cups").suggest("leave one out"))
                                            : List.of()),
                            brief.map(b -> ImageGenerationInput.of(b.prompt())
                                    .size(1024, 1024)
                                    .moderation("low")))
                    .map(output -> output.image()));

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
    class A_picture_that_an_audit_refused {
        @Test
        void is_uploaded_to_be_edited_with_what_was_wrong() throws IOException {
            var result = engine.run(flow, new Brief("A cup"));

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(server.requests())
                    .extracting(RecordedRequest::path)
                    .containsExactly("/v1/images/generations", "/v1/images/edits");
            RecordedRequest edit = server.requests().get(1);
            GeneratedImage refused =
                    result.step(HERO).attempts().get(0).output().orElseThrow().image();
            assertThat(edit.parts("image"))
                    .singleElement()
                    .extracting(Part::bytes)
                    .isEqualTo(stored(refused));
            assertThat(edit.parts("prompt").get(0).text()).startsWith("A cup").contains("two cups", "leave one out");
            assertThat(edit.parts("size").get(0).text()).isEqualTo("1024x1024");
            assertThat(edit.parts("moderation")).isEmpty();
        }

        @Test
        void is_paid_like_its_repair_and_the_books_agree() {
            var result = engine.run(flow, new Brief("A cup"));

            assertThat(result.usage().input()).isEqualTo(server.ledger().input());
            assertThat(result.usage().output()).isEqualTo(server.ledger().output());
        }
    }
}
