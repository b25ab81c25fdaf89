package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Cancelled;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallRequest.Options;
import dev.toolflow.tool.ToolCallResponse;
import dev.toolflow.tool.ToolInput;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UrlAnswersTest {
    private static final byte[] PNG = Pictures.png(64, 64);
    private static final String USAGE = "\"usage\":{\"input_tokens\":11,\"output_tokens\":22,\"total_tokens\":33}";

    private final Calls.Context context = new Calls.Context();
    private final PictureHost host = new PictureHost().on("/picture", PictureHost.bytes(PNG));

    @AfterEach
    void close() {
        context.close();
        host.close();
    }

    private static ToolCallRequest asksForUrls() {
        ImageGenerationInput input = ImageGenerationInput.of("A tin").parameter("response_format", "url");
        return new ToolCallRequest("hero", Calls.GENERATE, ToolInput.of(input, "{}"), "dall-e-3", Options.standard());
    }

    private static RawServer answering(String url) {
        return RawServer.answering(
                "{\"data\":[{\"url\":\"" + url + "\",\"revised_prompt\":\"A tea tin\"}]," + USAGE + "}");
    }

    private DefaultOpenAiToolService fetching(RawServer server) {
        return DefaultOpenAiToolService.builder()
                .apiKey(Calls.KEY)
                .baseUrl(server.url())
                .build(new UrlAnswers(new PictureFetcher(
                        UrlFetch.from("cdn.example.com"),
                        name -> List.of(InetAddress.getByName("93.184.216.34")),
                        host.network())));
    }

    private <E extends ToolCallException> E failure(String url, Class<E> type) {
        try (RawServer server = answering(url);
                DefaultOpenAiToolService service = fetching(server)) {
            return catchThrowableOfType(type, () -> service.executeToolCall(asksForUrls(), context));
        }
    }

    @Nested
    class A_service_that_may_fetch_urls {

        @Test
        void receives_the_picture_as_if_it_had_come_as_bytes() {
            try (RawServer server = answering("https://cdn.example.com/picture");
                    DefaultOpenAiToolService service = fetching(server)) {
                ToolCallResponse response = service.executeToolCall(asksForUrls(), context);

                assertThat(response.output()).contains(Pictures.sha256(PNG)).contains("A tea tin");
                assertThat(response.usage().output()).isEqualTo(22);
                assertThat(context.images().images()).hasSize(1);
                assertThat(server.requests().get(0)).contains("\"response_format\":\"url\"");
                assertThat(host.requests())
                        .hasSize(1)
                        .allSatisfy(headers -> assertThat(headers.toString()).doesNotContain(Calls.KEY));
            }
        }

        @Test
        void receives_the_pictures_of_a_stream_as_well() {
            String event = "data: {\"type\":\"image_generation.completed\",\"url\":\"https://cdn.example.com/picture\","
                    + USAGE + "}\n\n";
            try (RawServer server = new RawServer(RawServer.json(200, event, "content-type: text/event-stream"));
                    DefaultOpenAiToolService service = fetching(server)) {
                ToolCallResponse response = service.executeToolCall(asksForUrls(), context);

                assertThat(response.output()).contains(Pictures.sha256(PNG));
                assertThat(response.usage().output()).isEqualTo(22);
                assertThat(host.requests()).hasSize(1);
            }
        }

        @Test
        void rejects_one_from_elsewhere_and_keeps_what_it_cost() {
            Rejected rejected = failure("https://evil.org/picture?sig=SECRET", Rejected.class);

            assertThat(rejected)
                    .hasMessageContaining("step 'hero': picture 1 of the reply")
                    .hasMessageContaining("evil.org")
                    .hasMessageContaining("fetchUrls")
                    .hasMessageNotContaining("SECRET");
            assertThat(rejected.receipt().usage().output()).isEqualTo(22);
        }

        @Test
        void calls_one_that_does_not_arrive_unusable_and_keeps_what_it_cost() {
            Malformed malformed = failure("https://cdn.example.com/gone?sig=SECRET", Malformed.class);

            assertThat(malformed)
                    .hasMessageContaining("its server answered 404")
                    .hasMessageNotContaining("SECRET");
            assertThat(malformed.receipt().usage().output()).isEqualTo(22);
        }

        @Test
        void ends_the_call_as_cancelled_when_the_run_is_cancelled_meanwhile() {
            CountDownLatch end = new CountDownLatch(1);
            host.on("/picture", exchange -> {
                context.cancel();
                end.await();
            });

            assertThat(failure("https://cdn.example.com/picture", Cancelled.class))
                    .isNotNull();
            end.countDown();
        }
    }

    @Nested
    class A_service_that_may_not {

        @Test
        void refuses_to_ask_for_urls_before_it_costs_anything() {
            try (RawServer server = answering("https://cdn.example.com/picture")) {
                assertThat(Calls.failure(server.url(), asksForUrls(), Rejected.class))
                        .hasMessageContaining("step 'hero': response_format url")
                        .hasMessageContaining("fetchUrls")
                        .extracting(Rejected::reason)
                        .isEqualTo(Rejection.NOT_SENT);
                assertThat(server.requests()).isEmpty();
            }
        }
    }
}
