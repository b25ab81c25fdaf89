package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.tool.ModelDefaults;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service against a server that refuses what OpenAI would refuse. */
class FakeServerTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final DefaultOpenAiToolService service = Calls.service(server.baseUrl());
    private final Calls.Context context = new Calls.Context();

    @AfterEach
    void close() {
        context.close();
        service.close();
        server.close();
    }

    @Nested
    class A_call {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "gpt-5.4-mini",
                    "gpt-5.6",
                    "gpt-5.1",
                    "gpt-5-mini",
                    "gpt-5-chat-latest",
                    "o3",
                    "gpt-4o",
                    "llama-3"
                })
        void of_a_chat_model_is_accepted_and_answered(String model) throws Exception {
            ToolCallRequest plain = Calls.chat(model);
            ToolCallRequest warm = new ToolCallRequest(
                    plain.stepId(),
                    plain.tool(),
                    plain.input(),
                    model,
                    ToolCallRequest.Options.standard().temperature(0.3).maxTokens(500));

            ToolCallResponse response = service.executeToolCall(warm, context);

            assertThat(new ObjectMapper()
                            .readTree(response.output())
                            .path("colors")
                            .isArray())
                    .isTrue();
            assertThat(response.usage().input()).isEqualTo(server.ledger().input());
            assertThat(response.usage().output()).isEqualTo(server.ledger().output());
        }

        @Test
        void of_an_image_model_is_answered_with_as_many_pictures_as_asked_for() {
            ToolCallResponse response = service.executeToolCall(
                    Calls.image(ImageGenerationInput.of("Tins").n(3)), context);

            assertThat(context.images().images()).hasSize(3);
            assertThat(response.receipt().requestId())
                    .isEqualTo(server.requests().get(0).requestId());
            assertThat(response.usage().output()).isEqualTo(server.ledger().output());
        }

        @Test
        void says_whose_it_is() {
            try (DefaultOpenAiToolService mine = DefaultOpenAiToolService.builder()
                    .apiKey(" " + Calls.KEY + "\n")
                    .baseUrl(server.baseUrl() + "/")
                    .organization("org-1")
                    .project("proj_1")
                    .models(new ModelDefaults("gpt-4o", "dall-e-3"))
                    .build()) {
                mine.executeToolCall(Calls.chat(mine.models().forTool("generate_palette")), context);

                assertThat(server.requests().get(0).path()).isEqualTo("/v1/chat/completions");
                assertThat(server.requests().get(0).header("authorization")).contains("Bearer " + Calls.KEY);
                assertThat(server.requests().get(0).header("openai-organization"))
                        .contains("org-1");
                assertThat(server.requests().get(0).header("openai-project")).contains("proj_1");
                assertThat(server.requests().get(0).header("content-type")).contains("application/json");
                assertThat(server.requests().get(0).header("user-agent")).contains("toolflow-openai");
                assertThat(server.requests().get(0).body().path("model").asText())
                        .isEqualTo("gpt-4o");
            }
        }

        @Test
        void of_a_server_without_keys_says_none() {
            try (DefaultOpenAiToolService local =
                    DefaultOpenAiToolService.builder().baseUrl(server.baseUrl()).build()) {
                local.executeToolCall(Calls.chat(), context);

                assertThat(server.requests().get(0).header("authorization")).contains("Bearer none");
            }
        }
    }

    @Nested
    class A_thousand_calls_at_once {

        @Test
        void are_all_answered_and_none_is_sent_twice() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(100);
            try {
                List<Future<ToolCallResponse>> calls = new ArrayList<>();
                for (int i = 0; i < 1_000; i++) {
                    calls.add(threads.submit(() -> service.executeToolCall(Calls.chat(), context)));
                }
                TokenUsage all = TokenUsage.none();
                for (Future<ToolCallResponse> call : calls) {
                    all = all.plus(call.get().usage());
                }

                assertThat(server.requests()).hasSize(1_000);
                assertThat(all.total())
                        .isEqualTo(server.ledger().input() + server.ledger().output());
            } finally {
                threads.shutdownNow();
            }
        }
    }
}
