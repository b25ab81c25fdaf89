package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.catalog.ImageModel;
import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallRequest.Options;
import dev.toolflow.tool.ToolInput;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ImageRendererTest {

    @Nested
    class A_generation {

        @Test
        void is_prompt_number_and_parameters() {
            ImageGenerationInput input = ImageGenerationInput.of("A tin")
                    .n(2)
                    .size(1536, 1024)
                    .outputFormat(ImageFormat.WEBP)
                    .outputCompression(80);

            assertThat(text(request("gpt-image-2", input))).isEqualTo("""
                            {"model":"gpt-image-2","prompt":"A tin","n":2,"output_compression":80,\
                            "output_format":"webp","size":"1536x1024"}""");
        }

        @Test
        void asks_older_models_for_bytes() {
            assertThat(text(request("dall-e-3", ImageGenerationInput.of("A tin"))))
                    .isEqualTo("""
                            {"model":"dall-e-3","prompt":"A tin","n":1,"response_format":"b64_json"}""");
        }

        @Test
        void asks_older_models_behind_a_router_for_bytes_and_no_model_that_may_not_know_the_parameter() {
            ImageGenerationInput tin = ImageGenerationInput.of("A tin");

            assertThat(text(request("openai/dall-e-2", tin))).contains("\"response_format\":\"b64_json\"");
            assertThat(text(request("flux-pro", tin))).doesNotContain("response_format");
        }

        @Test
        void asks_a_model_of_the_users_for_bytes_where_their_catalogue_says_it_may_answer_otherwise() {
            ImageModelCatalog own = ImageModelCatalog.standard()
                    .with(ImageModel.named("flux-pro").values("response_format", "url", "b64_json"));
            ToolCallRequest request = request("flux-pro", ImageGenerationInput.of("A tin"));

            assertThat(new ImageRenderer(own).generation(request).toString(StandardCharsets.UTF_8))
                    .contains("\"response_format\":\"b64_json\"");
        }

        @Test
        void leaves_the_response_format_to_a_user_who_names_one() {
            ImageGenerationInput input = ImageGenerationInput.of("A tin").parameter("response_format", "url");

            assertThat(text(request("dall-e-3", input))).containsOnlyOnce("response_format");
        }

        @Test
        void of_another_input_type_is_refused() {
            ToolCallRequest odd = new ToolCallRequest(
                    "hero", Calls.GENERATE, ToolInput.of("text", "\"text\""), "gpt-image-2", Options.standard());

            assertThatThrownBy(() -> Calls.IMAGES.generation(odd))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("step 'hero': the tool generate_image takes an ImageGenerationInput, not a String");
        }
    }

    private static ToolCallRequest request(String model, ImageGenerationInput input) {
        return new ToolCallRequest("hero", Calls.GENERATE, ToolInput.of(input, "{}"), model, Options.standard());
    }

    private static String text(ToolCallRequest request) {
        return Calls.IMAGES.generation(request).toString(StandardCharsets.UTF_8);
    }
}
