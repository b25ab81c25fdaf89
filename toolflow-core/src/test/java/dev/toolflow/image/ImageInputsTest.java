package dev.toolflow.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageInputsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HASH = "0123456789ab".repeat(5) + "cdef";
    private static final GeneratedImage HERO = new GeneratedImage(HASH, "image/jpeg", 20, 10, 99, "a secret garden");

    private static Stream<String> violations(Object input) {
        Validator validator = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
        return validator.validate(input).stream().map(v -> v.getPropertyPath() + " " + v.getMessage());
    }

    @Nested
    class A_generation_input {
        private final ImageGenerationInput full = ImageGenerationInput.of("A tin")
                .n(2)
                .size(1536, 1024)
                .quality("high")
                .background("opaque")
                .outputFormat(ImageFormat.JPEG)
                .outputCompression(80)
                .moderation("low")
                .user("u-1")
                .parameter("style_strength", Map.of("level", 0.5f));

        @Test
        void is_flat_json_with_the_names_of_the_api() throws JsonProcessingException {
            assertThat(JSON.writeValueAsString(full))
                    .isEqualTo("{\"prompt\":\"A tin\",\"n\":2,\"background\":\"opaque\",\"moderation\":\"low\","
                            + "\"output_compression\":80,\"output_format\":\"jpeg\",\"quality\":\"high\","
                            + "\"size\":\"1536x1024\",\"style_strength\":{\"level\":0.5},\"user\":\"u-1\"}");
        }

        @Test
        void is_the_same_after_a_round_through_json() throws JsonProcessingException {
            assertThat(JSON.readValue(JSON.writeValueAsString(full), ImageGenerationInput.class))
                    .isEqualTo(full)
                    .hasSameHashCodeAs(full);
        }

        @Test
        void does_not_change_when_a_copy_or_its_parameters_do() {
            ObjectNode style = (ObjectNode) full.parameters().get("style_strength");
            style.put("level", 9);

            ImageGenerationInput repaired = full.withPrompt("A rounder tin");

            assertThat(full.prompt()).isEqualTo("A tin");
            assertThat(repaired.parameters()).isEqualTo(full.parameters());
            assertThat(full.parameters().get("style_strength").get("level").doubleValue())
                    .isEqualTo(0.5);
        }

        @Test
        void is_read_with_defaults_and_without_nulls() throws JsonProcessingException {
            ImageGenerationInput read =
                    JSON.readValue("{\"prompt\":\"A tin\",\"size\":null}", ImageGenerationInput.class);

            assertThat(read).isEqualTo(ImageGenerationInput.of("A tin"));
            assertThat(read.n()).isEqualTo(1);
        }

        @Test
        void is_validated_like_any_input() {
            assertThat(violations(ImageGenerationInput.of(" ").n(11)))
                    .containsExactlyInAnyOrder("prompt must not be blank", "n must be less than or equal to 10");
            assertThat(violations(full)).isEmpty();
        }

        @Test
        void tells_nothing_of_its_content() {
            assertThat(full.toString()).contains("5 characters", "size", "user").doesNotContain("A tin", "u-1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "1024", "0x5", "1024x1024x1024", "1024X1024", "auto ", "-1x5"})
        void refuses_what_is_no_size(String size) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ImageGenerationInput.of("p").size(size))
                    .withMessage("size: must be auto or like 1024x1536");
        }

        @Test
        void refuses_values_that_no_model_takes_and_names_them() {
            ImageGenerationInput input = ImageGenerationInput.of("p");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> input.outputCompression(101))
                    .withMessage("output_compression: must be a whole number from 0 to 100");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> input.quality(" "))
                    .withMessage("quality: must be a text that is not blank");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> input.parameter("size", 1024))
                    .withMessageStartingWith("size: ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> input.parameter("model", "x"))
                    .withMessage("model: not a parameter; set it on the step");
            assertThatIllegalArgumentException().isThrownBy(() -> input.parameter("a\r\nb", "x"));
            assertThatThrownBy(() ->
                            JSON.readValue("{\"prompt\":\"p\",\"output_compression\":-1}", ImageGenerationInput.class))
                    .isInstanceOf(JsonMappingException.class)
                    .hasMessageContaining("output_compression: must be");
        }
    }

    @Nested
    class An_edit_input {
        private final ImageEditInput full = ImageEditInput.of(
                        "On marble", List.of(ImageSource.of(HERO), ImageSource.of(Path.of("in/logo.png"))))
                .mask(ImageSource.of(Path.of("mask.png")))
                .inputFidelity("high")
                .size("auto")
                .outputFormat(ImageFormat.WEBP)
                .n(3);

        @Test
        void is_the_same_after_a_round_through_json() throws JsonProcessingException {
            String json = JSON.writeValueAsString(full);

            assertThat(json)
                    .startsWith("{\"images\":[{\"kind\":\"stored\",\"image\":{")
                    .contains("\"prompt\":\"On marble\",\"n\":3,")
                    .contains("{\"kind\":\"file\",\"file\":\"in/logo.png\"}")
                    .contains("\"input_fidelity\":\"high\"")
                    .doesNotContain("request");
            assertThat(JSON.readValue(json, ImageEditInput.class))
                    .isEqualTo(full)
                    .hasSameHashCodeAs(full);
        }

        @Test
        void keeps_everything_when_its_prompt_is_repaired() {
            ImageEditInput repaired = full.withPrompt("On white marble");

            assertThat(repaired.prompt()).isEqualTo("On white marble");
            assertThat(repaired.images()).isEqualTo(full.images());
            assertThat(repaired.mask()).isEqualTo(full.mask()).isPresent();
            assertThat(repaired.parameters()).isEqualTo(full.parameters()).containsKey("input_fidelity");
            assertThat(repaired.n()).isEqualTo(3);
        }

        @Test
        void is_validated_like_any_input() {
            List<ImageSource> tooMany = Collections.nCopies(17, ImageSource.of(HERO));

            assertThat(violations(ImageEditInput.of("p", tooMany)))
                    .containsExactly("images size must be between 1 and 16");
            assertThat(violations(ImageEditInput.of("", List.of()).n(0)))
                    .containsExactlyInAnyOrder(
                            "prompt must not be blank",
                            "n must be greater than or equal to 1",
                            "images size must be between 1 and 16");
            assertThat(violations(ImageEditInput.of("p", HERO, HERO))).isEmpty();
        }

        @Test
        void has_a_stream_by_its_name_in_json_which_cannot_be_read_again() throws JsonProcessingException {
            ImageEditInput input =
                    ImageEditInput.of("p", List.of(ImageSource.of("logo", () -> InputStream.nullInputStream())));

            String json = JSON.writeValueAsString(input);

            assertThat(json).contains("\"images\":[{\"kind\":\"stream\",\"name\":\"logo\"}]");
            assertThatThrownBy(() -> JSON.readValue(json, ImageEditInput.class))
                    .isInstanceOf(JsonMappingException.class)
                    .hasMessageContaining("ingest it into the image store first");
            assertThat(JsonType.plain(ImageEditInput.class).write(input))
                    .contains("{\"kind\":\"stream\",\"name\":\"logo\"}");
            assertThatThrownBy(() -> JsonType.plain(ImageEditInput.class).read(json))
                    .isInstanceOf(JsonReadException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "a\nb"})
        void refuses_a_name_of_a_stream_that_is_none(String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ImageSource.of(name, () -> InputStream.nullInputStream()))
                    .withMessageStartingWith("ImageSource.name: must have 1 to 100 characters");
        }

        @Test
        void names_no_class_in_its_json_and_takes_none() {
            assertThatThrownBy(() -> JSON.readValue(
                            "{\"prompt\":\"p\",\"images\":[{\"kind\":\"java.lang.Object\"}]}", ImageEditInput.class))
                    .isInstanceOf(JsonMappingException.class);
        }
    }
}
