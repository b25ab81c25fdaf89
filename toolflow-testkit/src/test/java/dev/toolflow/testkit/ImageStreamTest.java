package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageStreamTest {

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final Client client = new Client(server);

    @AfterEach
    void close() {
        server.close();
    }

    private static ObjectNode request(int previews) {
        return Client.picture().put("stream", true).put("partial_images", previews);
    }

    private HttpResponse<String> post(JsonNode request) throws Exception {
        return client.post(Endpoint.IMAGE_GENERATIONS, request);
    }

    @Nested
    class A_streamed_generation {

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3})
        void shows_as_many_previews_as_asked_for_and_then_the_picture_with_its_usage(int previews) throws Exception {
            Events events = Events.of(post(request(previews)).body());
            assertThat(events.size()).isEqualTo(previews + 1);
            for (int i = 0; i < previews; i++) {
                assertThat(events.names().get(i)).isEqualTo("image_generation.partial_image");
                assertThat(events.json(i).path("type").asText()).isEqualTo("image_generation.partial_image");
                assertThat(events.json(i).path("partial_image_index").asInt(-1)).isEqualTo(i);
                assertThat(events.json(i).has("usage")).isFalse();
            }
            assertThat(events.last().path("type").asText()).isEqualTo("image_generation.completed");
            assertThat(events.last().at("/usage/total_tokens").asLong())
                    .isEqualTo(server.ledger().total());
            assertThat(events.last().path("size").asText()).isEqualTo("128x128");
            assertThat(events.last().has("created_at")).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"png", "jpeg", "webp"})
        void comes_closer_to_its_picture_from_preview_to_preview(String format) throws Exception {
            Events events =
                    Events.of(post(request(3).put("output_format", format)).body());
            BufferedImage finished = events.picture(3);
            double before = Double.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                BufferedImage preview = events.picture(i);
                assertThat(preview.getWidth()).isEqualTo(finished.getWidth());
                double distance = distance(preview, finished);
                assertThat(distance).isLessThan(before).isPositive();
                before = distance;
            }
        }

        @Test
        void is_the_picture_of_the_same_request_without_a_stream() throws Exception {
            String whole = Client.json(post(Client.picture()).body())
                    .at("/data/0/b64_json")
                    .asText();
            Events events = Events.of(post(request(1)).body());
            assertThat(events.last().path("b64_json").asText()).isEqualTo(whole);
        }

        @Test
        void costs_more_for_each_preview() throws Exception {
            post(request(0));
            post(request(3));
            List<BilledCall> calls = server.ledger().calls();
            assertThat(calls.get(1).output() - calls.get(0).output()).isEqualTo(300);
        }

        @Test
        void suffers_the_faults_of_an_answer_as_well() throws Exception {
            server.next(ImageFault.noImages(), ImageFault.previewBytes(new byte[] {1}), Fault.withoutUsage());
            assertThat(Events.of(post(request(1)).body()).names()).containsExactly("image_generation.partial_image");
            assertThat(Events.of(post(request(1)).body())
                            .json(0)
                            .path("b64_json")
                            .asText())
                    .isEqualTo(Base64.getEncoder().encodeToString(new byte[] {1}));
            assertThat(post(request(1)).body()).doesNotContain("\"usage\"");
        }

        private double distance(BufferedImage a, BufferedImage b) {
            double sum = 0;
            for (int y = 0; y < a.getHeight(); y++) {
                for (int x = 0; x < a.getWidth(); x++) {
                    for (int shift = 0; shift < 24; shift += 8) {
                        sum += Math.abs((a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255));
                    }
                }
            }
            return sum;
        }
    }

    @Nested
    class A_streamed_edit {

        @Test
        void names_its_events_after_the_edit() throws Exception {
            byte[] picture = Client.json(post(Client.picture()).body())
                    .at("/data/0/b64_json")
                    .binaryValue();
            var file = new Client.File("image", "a.png", "image/png", picture);
            String body = client.edit(
                            List.of(file),
                            "model",
                            "gpt-image-2",
                            "prompt",
                            "Add a moon",
                            "stream",
                            "true",
                            "partial_images",
                            "1")
                    .body();
            assertThat(Events.of(body).names()).containsExactly("image_edit.partial_image", "image_edit.completed");
        }
    }

    @Nested
    class A_wrong_stream {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'stream':true,'n':2}|Streaming is only supported with n=1.",
                    "{'partial_images':1}|only allowed with 'stream'",
                    "{'stream':false,'partial_images':1}|only allowed with 'stream'",
                    "{'stream':true,'partial_images':4}|from 0 to 3",
                    "{'stream':'yes'}|'stream'",
                    "{'stream':true,'stream_options':{}}|stream_options",
                    "{'stream':true,'model':'dall-e-3','size':'1024x1024'}|Unknown parameter: 'stream'"
                })
        void is_refused(String change, String message) throws Exception {
            ObjectNode request = Client.picture();
            request.setAll(Client.json(change.replace('\'', '"')));
            HttpResponse<String> response = post(request);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(Client.json(response.body()).at("/error/message").asText())
                    .contains(message);
        }
    }
}
