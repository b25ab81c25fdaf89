package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.Issue;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testkit.FakeOpenAiServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PromptOfCandidatesTest {
    record Brief(String prompt) {}

    private final AtomicInteger looked = new AtomicInteger();
    private final ToolFlow<Brief, GeneratedImage> flow = ToolFlow.define(
            "hero",
            Brief.class,
            (steps, brief) -> steps.step(
                            ToolCallStep.of(ImageGenerationStepDefinition.create())
                                    .bestOf(2)
                                    .audit(made -> looked.incrementAndGet() <= 2
                                            ? List.of(Issue.critical("two cups"))
                                            : List.of()),
                            brief.map(b -> ImageGenerationInput.of(b.prompt())))
                    .map(output -> output.image()));

    @Test
    void a_candidates_record_has_the_hash_of_the_prompt_that_was_sent_for_it() {
        try (FakeOpenAiServer server = FakeOpenAiServer.start();
                DefaultOpenAiToolService service = Calls.service(server.baseUrl());
                ToolFlowEngine engine = ToolFlowEngine.builder(service)
                        .images(ImageStore.memory(1 << 26))
                        .build()) {
            GeneratedImage chosen = engine.run(flow, new Brief("A cup")).output();

            String sent = server.requests().get(1).body().path("prompt").asText();
            assertThat(sent).startsWith("A cup").contains("two cups");
            assertThat(engine.images().list(ImageQuery.all().image(chosen.sha256())))
                    .first()
                    .extracting(record ->
                            Objects.requireNonNull(record.origin()).call().promptSha256())
                    .isEqualTo(Pictures.sha256(sent.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
