package dev.toolflow.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.toolflow.ingest.ImageLimits;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ImageValuesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HASH = "0123456789ab".repeat(5) + "cdef";
    private static final GeneratedImage HERO = new GeneratedImage(HASH, "image/jpeg", 20, 10, 99, "a secret garden");

    @Nested
    class A_generated_image {
        @Test
        void has_a_short_name_and_keeps_the_revised_prompt_to_itself() {
            assertThat(HERO.fileName()).isEqualTo("0123456789ab.jpg");
            assertThat(HERO.format()).isEqualTo(ImageFormat.JPEG);
            assertThat(HERO.toString()).contains(HASH, "20x10", "15 characters").doesNotContain("garden");
        }

        @Test
        void is_the_same_after_a_round_through_json() throws JsonProcessingException {
            GeneratedImage plain = new GeneratedImage(HASH, "image/png", 1, 1, 1, null);

            assertThat(JSON.readValue(JSON.writeValueAsString(HERO), GeneratedImage.class))
                    .isEqualTo(HERO);
            assertThat(JSON.writeValueAsString(plain))
                    .isEqualTo("{\"sha256\":\"" + HASH
                            + "\",\"mime\":\"image/png\",\"width\":1,\"height\":1,\"sizeBytes\":1}");
            assertThat(JSON.readValue(JSON.writeValueAsString(plain), GeneratedImage.class))
                    .isEqualTo(plain);
        }

        @Test
        void is_refused_with_the_name_of_what_is_wrong() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GeneratedImage("../../etc", "image/png", 1, 1, 1, null))
                    .withMessageContaining("sha256");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GeneratedImage(HASH.toUpperCase(), "image/png", 1, 1, 1, null))
                    .withMessageContaining("lowercase");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GeneratedImage(HASH, "image/gif", 1, 1, 1, null))
                    .withMessageContaining("mime");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GeneratedImage(HASH, "image/png", 1, 0, 1, null))
                    .withMessageContaining("height");
        }

        @Test
        void comes_at_least_once_in_an_output() throws JsonProcessingException {
            ImageGenerationOutput output = new ImageGenerationOutput(List.of(HERO));

            assertThat(output.image()).isEqualTo(HERO);
            assertThat(JSON.readValue(JSON.writeValueAsString(output), ImageGenerationOutput.class))
                    .isEqualTo(output);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ImageGenerationOutput(List.of()))
                    .withMessageContaining("images");
        }
    }

    @Nested
    class A_format {
        @Test
        void is_found_by_its_media_type_however_written() {
            assertThat(ImageFormat.ofMimeType("Image/JPEG; q=1")).contains(ImageFormat.JPEG);
            assertThat(ImageFormat.ofMimeType("image/gif")).isEmpty();
        }
    }

    @Nested
    class The_limits {
        @Test
        void are_changed_one_by_one() {
            ImageLimits limits =
                    ImageLimits.standard().maxBytes(5).maxPixels(6).maxSide(7).formats(ImageFormat.WEBP);

            assertThat(limits.maxBytes()).isEqualTo(5);
            assertThat(limits.maxPixels()).isEqualTo(6);
            assertThat(limits.maxSide()).isEqualTo(7);
            assertThat(limits.formats()).containsExactly(ImageFormat.WEBP);
            assertThat(ImageLimits.standard().maxBytes()).isEqualTo(64L * 1024 * 1024);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> limits.maxSide(0))
                    .withMessageContaining("maxSide");
        }
    }
}
