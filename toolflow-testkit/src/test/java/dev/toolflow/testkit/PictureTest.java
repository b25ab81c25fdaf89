package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.testkit.picture.HostilePicture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {

    private static final int WHITE = 0xffffffff;

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final Client client = new Client(server);

    @AfterEach
    void close() {
        server.close();
    }

    private byte[] drawn(ObjectNode request) throws Exception {
        JsonNode reply =
                Client.json(client.post(Endpoint.IMAGE_GENERATIONS, request).body());
        return reply.at("/data/0/b64_json").binaryValue();
    }

    private static ObjectNode request(String prompt, String size) {
        return Client.picture().put("prompt", prompt).put("size", size);
    }

    private static BufferedImage decoded(byte[] bytes) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    @Nested
    class A_grid {

        @ParameterizedTest
        @CsvSource({"A 2x2 grid of selfies, 2, 2", "grid of 3×2 tiles, 3, 2", "a 2 x 4 photo grid of tea, 2, 4"})
        void has_different_tiles_between_white_gutters(String prompt, int rows, int columns) throws Exception {
            BufferedImage sheet = decoded(drawn(request(prompt, "512x512")));
            Set<Integer> middles = new HashSet<>();
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    int left = column * 512 / columns;
                    int top = row * 512 / rows;
                    assertThat(uniform(sheet, left + 1, top, 512 / rows))
                            .as("left gutter")
                            .isTrue();
                    assertThat(uniform(sheet, left + 256 / columns, top, 512 / rows))
                            .isFalse();
                    middles.add(fingerprint(sheet, left + 128 / columns, top + 128 / rows));
                }
            }
            assertThat(middles).hasSize(rows * columns);
        }

        private boolean uniform(BufferedImage sheet, int x, int top, int height) {
            for (int y = top; y < top + height; y++) {
                if (sheet.getRGB(x, y) != WHITE) {
                    return false;
                }
            }
            return true;
        }

        private int fingerprint(BufferedImage sheet, int left, int top) {
            int hash = 0;
            for (int i = 0; i < 40; i++) {
                hash = hash * 31 + sheet.getRGB(left + i, top + i);
            }
            return hash;
        }

        @Test
        void is_not_drawn_for_a_size() throws Exception {
            BufferedImage picture = decoded(drawn(request("A poster of 2x2 metres", "128x128")));
            assertThat(picture.getRGB(0, 64)).isNotEqualTo(WHITE);
        }
    }

    @Nested
    class A_picture {

        @ParameterizedTest
        @ValueSource(strings = {"png", "jpeg", "webp"})
        void can_be_4K(String format) throws Exception {
            BufferedImage image =
                    decoded(drawn(request("A quiet sea", "3840x2160").put("output_format", format)));
            assertThat(image.getWidth()).isEqualTo(3840);
            assertThat(image.getHeight()).isEqualTo(2160);
        }

        @ParameterizedTest
        @CsvSource({"png, 2097153", "jpeg, 2097153", "webp, 2097152"})
        void can_have_any_number_of_bytes_and_still_decodes(String format, int bytes) throws Exception {
            server.next(Fault.none(), ImageFault.pictureOf(bytes));
            ObjectNode request = request("A quiet sea", "64x64").put("output_format", format);
            BufferedImage usual = decoded(drawn(request));
            byte[] large = drawn(request);
            assertThat(large).hasSize(bytes);
            assertThat(decoded(large).getRGB(20, 20)).isEqualTo(usual.getRGB(20, 20));
        }

        @Test
        void cannot_have_no_bytes() {
            assertThatIllegalArgumentException().isThrownBy(() -> ImageFault.pictureOf(0));
        }

        @ParameterizedTest
        @ValueSource(strings = {"A casual selfie of Amara", "An icon for a harbour", "A garden"})
        void has_its_own_look_for_what_the_prompt_asks(String prompt) throws Exception {
            byte[] picture = drawn(request(prompt, "256x256"));
            assertThat(picture).isNotEqualTo(drawn(request("Something else", "256x256")));
            assertThat(decoded(picture).getWidth()).isEqualTo(256);
        }
    }

    @Nested
    class A_hostile_picture {

        @ParameterizedTest
        @EnumSource
        void comes_byte_for_byte(HostilePicture picture) throws Exception {
            server.next(ImageFault.hostile(picture));
            assertThat(drawn(Client.picture())).isEqualTo(picture.bytes());
            assertThat(server.ledger().calls()).hasSize(1);
        }

        @Test
        void says_in_its_header_what_its_name_says() {
            assertThat(HostilePicture.GIF.bytes()).hasSize(35);
            assertThat(width(HostilePicture.PNG_16000_SQUARE)).isEqualTo(16_000);
            assertThat(width(HostilePicture.PNG_NO_WIDTH)).isZero();
            assertThat(width(HostilePicture.PNG_NEGATIVE_WIDTH)).isEqualTo(-64);
            assertThat(width(HostilePicture.PNG_LARGEST_WIDTH)).isEqualTo(Integer.MAX_VALUE);
        }

        private int width(HostilePicture picture) {
            return java.nio.ByteBuffer.wrap(picture.bytes()).getInt(16);
        }
    }

    @Nested
    class An_answer {

        @Test
        void can_have_too_many_pictures_or_empty_ones() throws Exception {
            server.next(ImageFault.moreImages(), ImageFault.emptyBase64());
            JsonNode more = Client.json(
                    client.post(Endpoint.IMAGE_GENERATIONS, Client.picture()).body());
            assertThat(more.path("data")).hasSize(2);
            assertThat(drawn(Client.picture())).isEmpty();
        }
    }
}
