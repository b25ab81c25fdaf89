package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import dev.toolflow.tool.ToolCallRequest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What gateways do: the status says that all is well, and the body is an error. */
class ErrorInReplyTest {

    static Stream<ToolCallRequest> requests() {
        return Stream.of(Calls.chat(), Calls.streamingChat(), Calls.image(), streamingImage());
    }

    @Nested
    class An_error_that_may_pass {

        @ParameterizedTest
        @MethodSource("dev.toolflow.openai.ErrorInReplyTest#requests")
        void is_transient_and_costs_nothing(ToolCallRequest request) {
            Transient passing = failure(
                    request,
                    Transient.class,
                    "{\"error\":{\"message\":\"PROMPT\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}");

            assertThat(passing)
                    .hasMessageContaining("answered 200 with an error in place of an answer")
                    .hasMessageContaining("code rate_limit_exceeded")
                    .hasMessageContaining("request id req_7")
                    .hasMessageContaining("the rate limit is reached")
                    .hasMessageNotContaining("PROMPT");
            assertThat(passing.receipt().usage()).isEqualTo(TokenUsage.none());
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                {"type":"server_error"}                          | type server_error
                {"code":503}                                     | code 503
                {"code":"429","type":null}                       | code 429
                {"code":"engine_hot","type":"overloaded_error"}  | code engine_hot
                """)
        void is_told_by_its_code_or_its_type(String error, String said) {
            assertThat(failure(Calls.chat(), Transient.class, "{\"error\":" + error + "}"))
                    .hasMessageContaining(said);
        }
    }

    @Nested
    class An_error_that_would_come_again {

        @ParameterizedTest
        @MethodSource("dev.toolflow.openai.ErrorInReplyTest#requests")
        void is_rejected_for_its_reason(ToolCallRequest request) {
            Rejected lasting = failure(
                    request,
                    Rejected.class,
                    "{\"error\":{\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"},\"choices\":null,\"data\":null}");

            assertThat(lasting).hasMessageContaining("no credit left");
            assertThat(lasting.reason()).isEqualTo(Rejection.NO_QUOTA);
            assertThat(lasting.receipt().usage()).isEqualTo(TokenUsage.none());
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                {"code":"model_not_found","type":"invalid_request_error"} | NOT_FOUND
                {"code":"invalid_api_key","type":"invalid_request_error"} | UNAUTHORIZED
                {"code":403}                                              | FORBIDDEN
                {"type":"invalid_request_error","param":"size"}           | INVALID_REQUEST
                {"code":"content_policy_violation"}                       | MODERATION
                {"code":"not_heard_of"}                                   | OTHER
                {"code":200}                                              | OTHER
                {"message":"PROMPT"}                                      | OTHER
                "PROMPT"                                                  | OTHER
                """)
        void or_of_which_nobody_knows_whether_it_would_is_rejected(String error, Rejection reason) {
            Rejected rejected = failure(Calls.image(), Rejected.class, "{\"error\":" + error + "}");

            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected).hasMessageContaining("with an error").hasMessageNotContaining("PROMPT");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                {"code":"invalid_api_key"}  | UNAUTHORIZED
                {"code":404}                | NOT_FOUND
                """)
        void is_rejected_as_an_event_too(String error, Rejection reason) {
            String event = "data: {\"error\":" + error + "}\n\n";

            assertThat(streamed(Calls.streamingChat(), event).reason()).isEqualTo(reason);
            assertThat(streamed(streamingImage(), event).reason()).isEqualTo(reason);
        }

        private static Rejected streamed(ToolCallRequest request, String body) {
            try (RawServer server = new RawServer(RawServer.json(200, body, "content-type: text/event-stream"))) {
                return Calls.failure(server.url(), request, Rejected.class);
            }
        }

        @Test
        void keeps_what_it_says_that_it_used() {
            String chat = "{\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7},\"error\":{\"code\":\"oops\"}}";
            String image = "{\"usage\":{\"input_tokens\":11,\"output_tokens\":7},\"error\":{\"code\":\"oops\"}}";

            assertThat(failure(Calls.chat(), Rejected.class, chat).receipt().usage())
                    .isEqualTo(TokenUsage.of(11, 7));
            assertThat(failure(Calls.image(), Rejected.class, image).receipt().usage())
                    .isEqualTo(TokenUsage.of(11, 7));
        }
    }

    @Nested
    class An_answer {

        @Test
        void is_taken_whatever_stands_in_a_field_for_errors() {
            String body = Calls.completion("{}").replaceFirst("\\{", "{\"error\":{\"message\":\"\",\"code\":null},");
            try (RawServer server = RawServer.answering(body)) {
                assertThat(Calls.call(server.url(), Calls.chat()).output()).isEqualTo("{}");
            }
        }
    }

    private static ToolCallRequest streamingImage() {
        return Calls.image(ImageGenerationInput.of(Calls.PROMPT).parameter("partial_images", 1));
    }

    private static <E extends ToolCallException> E failure(ToolCallRequest request, Class<E> type, String body) {
        try (RawServer server = new RawServer(RawServer.json(200, body, "x-request-id: req_7"))) {
            return Calls.failure(server.url(), request, type);
        }
    }
}
