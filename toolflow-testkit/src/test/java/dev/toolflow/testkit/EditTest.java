package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditTest {

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
    class An_edit {

        private final byte[] red = png(96, 64, 0xffcc2222);

        @Test
        void shows_the_input_changed_in_the_size_asked_for() throws Exception {
            var file = new Client.File("image", "red.png", "image/png", red);
            JsonNode reply = Client.json(
                    client.edit(List.of(file), "model", "gpt-image-2", "prompt", "Add a moon", "size", "256x128")
                            .body());
            BufferedImage image = decoded(reply, 0);
            int pixel = image.getRGB(128, 40);
            assertThat(image.getWidth()).isEqualTo(256);
            assertThat(pixel).isNotEqualTo(0xffcc2222);
            assertThat(pixel >> 16 & 255).as("still mostly red").isGreaterThan(pixel & 255);
            assertThat(reply.at("/usage/input_tokens_details/image_tokens").asInt())
                    .isPositive();
        }

        @Test
        void changes_only_the_transparent_part_of_the_mask() throws Exception {
            var image = new Client.File("image", "red.png", "image/png", png(64, 64, 0xffcc2222));
            var mask = new Client.File("mask", "mask.png", "image/png", png(64, 64, 0xff000000));
            JsonNode reply = Client.json(
                    client.edit(List.of(image, mask), "model", "gpt-image-2", "prompt", "Moon", "size", "64x64")
                            .body());
            assertThat(decoded(reply, 0).getRGB(40, 20)).isEqualTo(0xffcc2222);
        }

        @Test
        void takes_sixteen_pictures_of_different_formats_and_no_more() throws Exception {
            var file = new Client.File("image[]", "red.png", "image/png", red);
            String[] fields = {"model", "gpt-image-2", "prompt", "Mix", "size", "64x64"};
            assertThat(client.edit(Collections.nCopies(16, file), fields).statusCode())
                    .isEqualTo(200);
            assertThat(client.edit(Collections.nCopies(17, file), fields).statusCode())
                    .isEqualTo(400);
            assertThat(server.requests().get(0).parts("image[]")).hasSize(16).allSatisfy(part -> {
                assertThat(part.filename()).isEqualTo("red.png");
                assertThat(part.contentType()).isEqualTo("image/png");
                assertThat(part.bytes()).isEqualTo(red);
            });
        }

        @ParameterizedTest
        @CsvSource({
            "image, a.png, application/octet-stream, unsupported mimetype",
            "image, a.jpg, image/jpeg, its bytes are not image/jpeg",
            "picture, a.png, image/png, Unknown parameter"
        })
        void of_a_wrongly_declared_picture_is_refused(String field, String name, String type, String message)
                throws Exception {
            HttpResponse<String> response = client.edit(
                    List.of(new Client.File(field, name, type, red)), "model", "gpt-image-2", "prompt", "x");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains(message);
        }

        @Test
        void of_no_picture_or_of_two_by_the_singular_name_is_refused() throws Exception {
            var file = new Client.File("image", "red.png", "image/png", red);
            assertThat(client.edit(List.of(), "model", "gpt-image-2", "prompt", "x")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(client.edit(List.of(file, file), "model", "gpt-image-2", "prompt", "x")
                            .body())
                    .contains("image[]");
        }

        @Test
        void shows_every_input_and_not_only_the_first() throws Exception {
            var first = new Client.File("image[]", "red.png", "image/png", red);
            var second = new Client.File("image[]", "green.png", "image/png", png(40, 40, 0xff11dd33));
            String[] fields = {"model", "gpt-image-2", "prompt", "Both", "size", "256x256"};
            BufferedImage image = decoded(
                    Client.json(client.edit(List.of(first, second), fields).body()), 0);
            assertThat(shows(image, 0xff11dd33)).isTrue();
        }

        @Test
        void into_a_grid_gives_variations_of_the_input() throws Exception {
            var file = new Client.File("image", "red.png", "image/png", red);
            String[] fields = {"model", "gpt-image-2", "prompt", "A 2x2 grid of variations", "size", "256x256"};
            BufferedImage sheet =
                    decoded(Client.json(client.edit(List.of(file), fields).body()), 0);
            assertThat(sheet.getRGB(1, 1)).isEqualTo(0xffffffff);
            assertThat(sheet.getRGB(64, 64)).isNotEqualTo(sheet.getRGB(192, 64)).isNotEqualTo(sheet.getRGB(64, 192));
            assertThat(sheet.getRGB(64, 64) >> 16 & 255)
                    .as("still mostly red")
                    .isGreaterThan(sheet.getRGB(64, 64) & 255);
        }

        @Test
        void with_a_mask_of_another_size_is_refused() throws Exception {
            var file = new Client.File("image", "red.png", "image/png", red);
            var mask = new Client.File("mask", "mask.png", "image/png", png(64, 64, 0));
            assertThat(client.edit(List.of(file, mask), "model", "gpt-image-2", "prompt", "x")
                            .body())
                    .contains("mask size does not match");
        }

        @Test
        void by_dall_e_2_wants_a_square() throws Exception {
            var file = new Client.File("image", "red.png", "image/png", red);
            assertThat(client.edit(List.of(file), "model", "dall-e-2", "prompt", "x", "size", "256x256")
                            .body())
                    .contains("square");
        }

        private boolean shows(BufferedImage image, int rgb) {
            for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
                if (image.getRGB(i % image.getWidth(), i / image.getWidth()) == rgb) {
                    return true;
                }
            }
            return false;
        }

        @Test
        void of_a_broken_picture_is_refused() throws Exception {
            var file = new Client.File("image", "red.png", "image/png", java.util.Arrays.copyOf(red, 20));
            assertThat(client.edit(List.of(file), "model", "gpt-image-2", "prompt", "x")
                            .body())
                    .contains("invalid_image_file");
        }

        @Test
        void that_is_no_form_is_refused() throws Exception {
            HttpResponse<String> response =
                    client.postText("/v1/images/edits", "{}", "content-type", "application/json");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("multipart/form-data");
        }

        private byte[] png(int width, int height, int argb) {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
            for (int i = 0; i < width * height; i++) {
                image.setRGB(i % width, i / width, argb);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                ImageIO.write(image, "png", out);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return out.toByteArray();
        }
    }
}
