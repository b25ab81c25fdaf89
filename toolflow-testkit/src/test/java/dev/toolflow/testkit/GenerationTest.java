package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationTest {

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final Client client = new Client(server);

    @AfterEach
    void close() {
        server.close();
    }

    private static BufferedImage decoded(JsonNode reply, int index) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(bytes(reply, index)));
    }

    private static byte[] bytes(JsonNode reply, int index) {
        return Base64.getDecoder()
                .decode(reply.path("data").get(index).path("b64_json").asText());
    }

    @Nested
    class A_generation {

        @ParameterizedTest
        @CsvSource({"png, 89504E47", "jpeg, FFD8FF", "webp, 52494646"})
        void gives_a_picture_of_the_format_and_size_asked_for(String format, String magic) throws Exception {
            ObjectNode request = Client.picture().put("output_format", format).put("size", "320x192");
            JsonNode reply =
                    Client.json(client.post(Endpoint.IMAGE_GENERATIONS, request).body());
            BufferedImage image = decoded(reply, 0);
            assertThat(image.getWidth()).isEqualTo(320);
            assertThat(image.getHeight()).isEqualTo(192);
            assertThat(java.util.HexFormat.of().withUpperCase().formatHex(bytes(reply, 0)))
                    .startsWith(magic);
            assertThat(reply.path("output_format").asText()).isEqualTo(format);
            assertThat(reply.path("size").asText()).isEqualTo("320x192");
        }

        @Test
        void of_automatic_size_is_1024_pixels_square_and_worth_looking_at() throws Exception {
            ObjectNode request = Client.picture().put("size", "auto");
            BufferedImage image = decoded(
                    Client.json(client.post(Endpoint.IMAGE_GENERATIONS, request).body()), 0);
            Set<Integer> colours = new HashSet<>();
            for (int i = 0; i < 1024; i++) {
                colours.add(image.getRGB(i, i) & 0xf0f0f0);
            }
            assertThat(image.getWidth()).isEqualTo(1024);
            assertThat(colours).hasSizeGreaterThan(15);
        }

        @Test
        void contains_the_colours_that_the_prompt_names() throws Exception {
            ObjectNode request = Client.picture().put("prompt", "A pattern for an app in #1B2A49, #F4C95D and #E4572E");
            BufferedImage image = decoded(
                    Client.json(client.post(Endpoint.IMAGE_GENERATIONS, request).body()), 0);
            assertThat(closest(image, 0x1B2A49)).isLessThan(30);
            assertThat(closest(image, 0xF4C95D)).isLessThan(30);
            assertThat(closest(image, 0xE4572E)).isLessThan(30);
        }

        @Test
        void gives_the_same_picture_for_the_same_prompt_and_others_within_one_request() throws Exception {
            ObjectNode request = Client.picture().put("n", 2);
            JsonNode first =
                    Client.json(client.post(Endpoint.IMAGE_GENERATIONS, request).body());
            JsonNode second =
                    Client.json(client.post(Endpoint.IMAGE_GENERATIONS, request).body());
            assertThat(bytes(first, 0)).isEqualTo(bytes(second, 0)).isNotEqualTo(bytes(first, 1));
        }

        @ParameterizedTest
        @CsvSource({"png", "webp"})
        void with_a_transparent_background_has_transparent_corners(String format) throws Exception {
            ObjectNode request = Client.picture().put("model", "gpt-image-1.5").put("size", "1024x1024");
            request.put("background", "transparent").put("output_format", format);
            BufferedImage image = decoded(
                    Client.json(client.post(Endpoint.IMAGE_GENERATIONS, request).body()), 0);
            assertThat(image.getRGB(2, 2) >>> 24).isZero();
            assertThat(image.getRGB(512, 512) >>> 24).isEqualTo(255);
        }

        @Test
        void reports_its_tokens_as_the_image_endpoints_do() throws Exception {
            JsonNode usage = Client.json(client.post(Endpoint.IMAGE_GENERATIONS, Client.picture())
                            .body())
                    .path("usage");
            assertThat(usage.path("total_tokens").asInt())
                    .isEqualTo(usage.path("input_tokens").asInt()
                            + usage.path("output_tokens").asInt());
            assertThat(usage.at("/input_tokens_details/image_tokens").asInt(-1)).isZero();
        }

        @Test
        void by_dall_e_is_a_link_unless_base64_is_asked_for() throws Exception {
            ObjectNode request = Client.picture().put("model", "dall-e-3").put("size", "1024x1024");
            JsonNode link = Client.json(
                            client.post(Endpoint.IMAGE_GENERATIONS, request).body())
                    .at("/data/0");
            request.put("response_format", "b64_json");
            JsonNode inline = Client.json(
                            client.post(Endpoint.IMAGE_GENERATIONS, request).body())
                    .at("/data/0");
            assertThat(link.path("url").asText()).startsWith("https://");
            assertThat(inline.path("b64_json").asText()).startsWith("iVBOR");
            assertThat(inline.path("revised_prompt").asText()).isNotBlank();
        }

        private int closest(BufferedImage image, int rgb) {
            int best = Integer.MAX_VALUE;
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    int p = image.getRGB(x, y);
                    int distance = Math.abs((p >> 16 & 255) - (rgb >> 16 & 255))
                            + Math.abs((p >> 8 & 255) - (rgb >> 8 & 255))
                            + Math.abs((p & 255) - (rgb & 255));
                    best = Math.min(best, distance);
                }
            }
            return best;
        }
    }

    @Nested
    class A_wrong_generation {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "gpt-image-2|size|1000x1000|400",
                    "gpt-image-2|size|3840x2160|200",
                    "gpt-image-2|size|4096x1024|400",
                    "gpt-image-2|size|auto|200",
                    "gpt-image-2|size|big|400",
                    "gpt-image-1.5|size|1024x1536|200",
                    "gpt-image-1.5|size|512x512|400",
                    "gpt-image-2|quality|xhigh|400",
                    "gpt-image-2.5-pro|quality|xhigh|200",
                    "gpt-image-2|quality|hd|400",
                    "gpt-image-2|style|vivid|400",
                    "gpt-image-2|response_format|b64_json|400",
                    "gpt-image-2|n|11|400",
                    "gpt-image-2|n|0|400",
                    "dall-e-3|n|2|400",
                    "gpt-image-2|output_format|gif|400",
                    "gpt-image-2|output_compression|50|400",
                    "gpt-image-2|colour|red|400",
                    "gpt-image-2|moderation|none|400",
                    "gpt-image-1|quality|low|404",
                    "stable-diffusion|quality|low|400",
                    "dall-e-2|style|vivid|400"
                })
        void is_refused_as_the_model_family_says(String model, String name, String value, int status) throws Exception {
            ObjectNode request = Client.json("{\"prompt\":\"tea\"}").put("model", model);
            if (name.equals("n") || name.equals("output_compression")) {
                request.put(name, Integer.parseInt(value));
            } else {
                request.put(name, value);
            }
            HttpResponse<String> response = client.post(Endpoint.IMAGE_GENERATIONS, request);
            assertThat(response.statusCode())
                    .as(response.body().substring(0, 80))
                    .isEqualTo(status);
        }

        @Test
        void with_a_prompt_that_is_too_long_is_refused() throws Exception {
            ObjectNode request = Client.picture().put("prompt", "a".repeat(32_001));
            assertThat(client.post(Endpoint.IMAGE_GENERATIONS, request).body()).contains("string_above_max_length");
        }

        @Test
        void with_transparency_in_a_jpeg_is_refused() throws Exception {
            ObjectNode request =
                    Client.picture().put("background", "transparent").put("output_format", "jpeg");
            assertThat(client.post(Endpoint.IMAGE_GENERATIONS, request).statusCode())
                    .isEqualTo(400);
        }

        @Test
        void with_compression_of_a_webp_is_no_wrong_one() throws Exception {
            ObjectNode request = Client.picture().put("output_compression", 50).put("output_format", "webp");
            assertThat(client.post(Endpoint.IMAGE_GENERATIONS, request).statusCode())
                    .isEqualTo(200);
        }
    }
}
