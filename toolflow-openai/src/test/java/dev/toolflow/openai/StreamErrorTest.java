package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.OnUnknown;
import dev.toolflow.step.RetryPolicy;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStore;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine does about a reply that breaks off, with an error event or without. */
@Timeout(60)
class StreamErrorTest {
    /** The catalogue of image models says nothing of it, so that it may be asked for two pictures with previews. */
    private static final String UNKNOWN = "painter";

    private static final ImageGenerationStepDefinition DRAW = ImageGenerationStepDefinition.create();
    private static final String PICTURE =
            "\"b64_json\":\"" + Base64.getEncoder().encodeToString(Pictures.png(40, 30)) + "\"";
    private static final String COMPLETED = "data: {\"type\":\"image_generation.completed\"," + PICTURE
            + ",\"usage\":{\"input_tokens\":20,\"output_tokens\":1000}}\n\n";
    private static final String PREVIEW = "data: {\"type\":\"image_generation.partial_image\"," + PICTURE + "}\n\n";
    private static final String ERROR = "event: error\ndata: {\"error\":{\"type\":\"server_error\"}}\n\n";

    @Nested
    class An_error_behind_the_first_of_two_pictures {

        @Test
        void is_not_called_again_and_keeps_what_the_first_cost() {
            try (RawServer server = streaming(COMPLETED + ERROR)) {
                ToolFlowResult<ImageGenerationOutput> result =
                        run(server, ToolCallStep.of(DRAW).model(UNKNOWN));

                assertThat(result.status()).isEqualTo(RunStatus.FAILED);
                assertThat(result.error().orElseThrow()).isInstanceOf(OutcomeUnknown.class);
                assertThat(result.usage()).isEqualTo(TokenUsage.of(20, 1000));
                assertThat(server.requests()).hasSize(1);
            }
        }

        @Test
        void is_called_again_where_the_step_asks_for_it() {
            try (RawServer server = streaming(COMPLETED + ERROR)) {
                ToolFlowResult<ImageGenerationOutput> result =
                        run(server, ToolCallStep.of(DRAW).model(UNKNOWN).onUnknown(OnUnknown.RETRY));

                assertThat(result.usage()).isEqualTo(TokenUsage.of(40, 2000));
                assertThat(server.requests()).hasSize(2);
            }
        }
    }

    @Nested
    class An_error_behind_a_preview {

        @Test
        void is_not_called_again_since_drawing_had_begun() {
            try (RawServer server = streaming(PREVIEW + ERROR)) {
                ToolFlowResult<ImageGenerationOutput> result =
                        run(server, ToolCallStep.of(DRAW).model(UNKNOWN));

                assertThat(result.error().orElseThrow()).isInstanceOf(OutcomeUnknown.class);
                assertThat(result.usage().unreportedCalls()).isEqualTo(1);
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    @Nested
    class A_picture_that_its_connection_cut {

        @Test
        void in_a_stream_is_not_bought_again() {
            try (RawServer server = streaming(PREVIEW)) {
                assertBoughtOnce(server);
            }
        }

        @Test
        void in_a_whole_reply_is_not_bought_again() {
            String body = "{\"data\":[{" + PICTURE + "},{" + PICTURE + "}]}";
            try (RawServer server = new RawServer(RawServer.cut(body, body.length() / 2))) {
                assertBoughtOnce(server);
            }
        }

        private void assertBoughtOnce(RawServer server) {
            ToolFlowResult<ImageGenerationOutput> result =
                    run(server, ToolCallStep.of(DRAW).model(UNKNOWN));

            assertThat(result.error().orElseThrow()).isInstanceOf(OutcomeUnknown.class);
            assertThat(result.usage().unreportedCalls()).isEqualTo(1);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Nested
    class An_error_before_all {

        @Test
        void is_called_again() {
            try (RawServer server = streaming(ERROR)) {
                ToolFlowResult<ImageGenerationOutput> result =
                        run(server, ToolCallStep.of(DRAW).model(UNKNOWN));

                assertThat(result.status()).isEqualTo(RunStatus.FAILED);
                assertThat(result.usage()).isEqualTo(TokenUsage.none());
                assertThat(server.requests()).hasSize(2);
            }
        }
    }

    private static RawServer streaming(String body) {
        return new RawServer(RawServer.json(200, body, "content-type: text/event-stream"));
    }

    private static ToolFlowResult<ImageGenerationOutput> run(
            RawServer server, ToolCallStep<ImageGenerationInput, ImageGenerationOutput> step) {
        try (DefaultOpenAiToolService service = Calls.service(server.url());
                ToolFlowEngine engine = ToolFlowEngine.builder(service)
                        .images(ImageStore.memory(1 << 20))
                        .retry(RetryPolicy.standard().maxCalls(2).firstPause(Duration.ofMillis(1)))
                        .build()) {
            ToolFlow<ImageGenerationInput, ImageGenerationOutput> flow =
                    ToolFlow.define("tins", ImageGenerationInput.class, (builder, input) -> builder.step(step, input));
            return engine.run(flow, ImageGenerationInput.of("Tins").n(2).parameter("partial_images", 1));
        }
    }
}
