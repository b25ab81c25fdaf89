package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisionTest {

    private static final String JUDGE = """
            {"type":"object","additionalProperties":false,"required":["findings","score","passed"],"properties":{
              "findings":{"type":"array","items":{"type":"object","additionalProperties":false,
                "required":["severity","message","suggestion","image"],"properties":{
                  "severity":{"type":"string","enum":["LOW","MEDIUM","HIGH","CRITICAL"]},"message":{"type":"string"},
                  "suggestion":{"type":["string","null"]},"image":{"type":"integer","minimum":0}}}},
              "score":{"type":"integer","minimum":0,"maximum":100},"passed":{"type":"boolean"}}}""";

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final Client client = new Client(server);
    private String picture = "";

    @AfterEach
    void close() {
        server.close();
    }

    @BeforeEach
    void draw() throws Exception {
        ObjectNode request = Client.picture().put("size", "1024x1024");
        picture = Client.json(client.post(Endpoint.IMAGE_GENERATIONS, request).body())
                .at("/data/0/b64_json")
                .asText();
    }

    private ObjectNode request(String url, String detail) {
        ObjectNode request = Client.chat("audit_image", JUDGE, "");
        ArrayNode content = ((ObjectNode) request.path("messages").get(1)).putArray("content");
        content.addObject().put("type", "text").put("text", "{\"prompt\":\"a tin\"}");
        ObjectNode image = content.addObject().put("type", "image_url").putObject("image_url");
        image.put("url", url).put("detail", detail);
        return request;
    }

    private ObjectNode good() {
        return request("data:image/png;base64," + picture, "high");
    }

    @Nested
    class A_judge {

        @Test
        void finds_nothing_wrong() throws Exception {
            JsonNode verdict = client.arguments(good());
            assertThat(verdict.path("findings")).isEmpty();
            assertThat(verdict.path("score").asInt()).isEqualTo(94);
            assertThat(verdict.path("passed").asBoolean()).isTrue();
        }

        @Test
        void finds_the_flaw_that_was_scripted_and_then_nothing_again() throws Exception {
            server.on("audit_image").reply(ChatFault.flaw("The label has a spelling mistake."));
            JsonNode verdict = client.arguments(good());
            assertThat(verdict.path("score").asInt()).isEqualTo(31);
            assertThat(verdict.path("findings")).hasSize(1);
            assertThat(verdict.at("/findings/0/severity").asText()).isEqualTo("CRITICAL");
            assertThat(verdict.at("/findings/0/message").asText()).isEqualTo("The label has a spelling mistake.");
            assertThat(verdict.at("/findings/0/image").asInt(-1)).isZero();
            assertThat(verdict.path("passed").asBoolean(true)).isFalse();
            assertThat(client.arguments(good()).path("findings")).isEmpty();
        }
    }

    @Nested
    class A_picture_in_a_message {

        @Test
        void costs_tokens_by_its_size_and_detail() throws Exception {
            long high = input(good());
            assertThat(high - input(request("data:image/png;base64," + picture, "low")))
                    .isEqualTo(765 - 85);
            assertThat(input(request("https://pictures.example.com/a.png", "auto")))
                    .isEqualTo(high);
        }

        private long input(ObjectNode request) throws Exception {
            HttpResponse<String> response = client.post(Endpoint.CHAT_COMPLETIONS, request);
            return Client.json(response.body()).at("/usage/prompt_tokens").asLong();
        }

        @ParameterizedTest
        @CsvSource({
            "data:image/jpeg;base64, high, invalid_image_format",
            "data:image/tiff;base64, high, invalid_image_format",
            "data:text/html;base64, high, invalid_image_url",
            "file:///etc/passwd?, high, invalid_image_url",
            "data:image/png;base64, highest, detail"
        })
        void of_another_type_or_detail_than_it_says_is_refused(String start, String detail, String message)
                throws Exception {
            assertRefused(request(start + "," + picture, detail), message);
        }

        @Test
        void that_is_no_base64_or_no_picture_or_has_unknown_fields_is_refused() throws Exception {
            assertRefused(request("data:image/png;base64,*" + picture, "auto"), "invalid_base64");
            String text = Base64.getEncoder().encodeToString("<html></html>".getBytes("UTF-8"));
            assertRefused(request("data:image/png;base64," + text, "auto"), "invalid_image_format");
            ObjectNode request = good();
            ((ObjectNode) request.at("/messages/1/content/1/image_url")).put("size", 1);
            assertRefused(request, "Unknown parameter");
        }

        @Test
        void is_refused_beyond_50_MB() throws Exception {
            String large = Base64.getEncoder().encodeToString(new byte[(50 << 20) + 3]);
            assertRefused(request("data:image/png;base64," + large, "auto"), "at most 50 MB");
        }

        private void assertRefused(ObjectNode request, String message) throws Exception {
            HttpResponse<String> response = client.post(Endpoint.CHAT_COMPLETIONS, request);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains(message);
        }
    }
}
