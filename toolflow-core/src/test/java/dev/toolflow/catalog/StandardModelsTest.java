package dev.toolflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageRequest;
import dev.toolflow.image.ImageSource;
import dev.toolflow.schema.Violation;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's models as the library ships them: each takes what OpenAI's description says, and none of its neighbours. */
class StandardModelsTest {
    private static final ImageModelCatalog MODELS = ImageModelCatalog.standard();
    private static final ImageGenerationInput TIN = ImageGenerationInput.of("A tin");
    private static final GeneratedImage HERO = new GeneratedImage("a".repeat(64), "image/png", 1024, 1024, 99, null);

    private static List<String> wrong(String model, ImageRequest<?> request) {
        return MODELS.check(model, request).stream().map(Violation::path).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt-image-2            | size          | auto 1024x1024 1536x864 16x16 48x16 3840x2160 2160x3840 2880x2880 | 1000x1000 1024x1000 4096x1024 64x16 3856x2160 2176x3840 2896x2896",
                "gpt-image-2-2026-04-21 | size          | 3840x1280                   | 3840x1264 3840x2176",
                "gpt-image-2.5-sunburst | size          | auto 1536x864 3840x2160     | 1000x1000 4096x2160",
                "gpt-image-2.6-flare    | size          | auto 1000x1000 4096x1024    | ",
                "gpt-image-1.5          | size          | auto 1024x1024 1536x1024 1024x1536 | 1536x864 512x512",
                "gpt-image-1-mini       | size          | auto 1024x1024 1536x1024 1024x1536 | 1024x1792",
                "chatgpt-image-latest   | size          | auto 1024x1024              | 2048x2048",
                "dall-e-3               | size          | 1024x1024 1792x1024 1024x1792 | auto 512x512 1536x1024",
                "dall-e-2               | size          | 256x256 512x512 1024x1024   | auto 1792x1024",
                "gpt-image-2            | quality       | low medium high auto        | xhigh max hd standard",
                "gpt-image-2.5-flare    | quality       | low medium high xhigh max auto | hd",
                "gpt-image-2.6-sunburst | quality       | low xhigh max auto          | standard",
                "gpt-image-1.5          | quality       | low medium high auto        | max",
                "dall-e-3               | quality       | standard hd                 | high auto",
                "dall-e-2               | quality       | standard                    | hd low",
                "gpt-image-2            | background    | transparent opaque auto     | green",
                "gpt-image-2.5-flare    | background    | transparent opaque          | white",
                "gpt-image-1-mini       | background    | transparent opaque auto     | none",
                "dall-e-3               | background    |                             | auto opaque",
                "gpt-image-2            | output_format | png jpeg webp               | gif avif",
                "dall-e-2               | output_format |                             | png",
                "gpt-image-2            | moderation    | low auto                    | high",
                "dall-e-3               | moderation    |                             | low",
                "gpt-image-1.5          | style         |                             | vivid",
                "dall-e-3               | style         | vivid natural               | noir",
                "dall-e-2               | style         |                             | vivid",
                "gpt-image-2            | response_format |                           | b64_json url",
                "dall-e-3               | response_format | b64_json url              | ",
                "gpt-image-2            | user          | u-1                         | ",
                "gpt-image-2            | safety_identifier | 5f1c                    | ",
                "gpt-image-2            | newer_than_us | anything                    | "
            })
    void take_of_a_parameter(String model, String parameter, String taken, String refused) {
        for (String value : words(taken)) {
            assertThat(wrong(model, TIN.parameter(parameter, value))).as(value).isEmpty();
        }
        for (String value : words(refused)) {
            assertThat(wrong(model, TIN.parameter(parameter, value))).as(value).containsExactly(parameter);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt-image-1.5    | high low | max",
                "gpt-image-1-mini | low      | high",
                "gpt-image-2      |          | high low",
                "gpt-image-2.5-flare | high low | "
            })
    void take_a_fidelity_to_the_input(String model, String taken, String refused) {
        ImageEditInput edit = ImageEditInput.of("On marble", HERO);

        for (String value : words(taken)) {
            assertThat(wrong(model, edit.inputFidelity(value))).as(value).isEmpty();
        }
        for (String value : words(refused)) {
            assertThat(wrong(model, edit.inputFidelity(value))).as(value).containsExactly("input_fidelity");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-image-2, 32000, 10, 3, 16",
        "gpt-image-2.5-flare, 32000, 10, 3, 16",
        "gpt-image-2.6-flare, 32000, 10, 3, 16",
        "gpt-image-1.5, 32000, 10, 3, 16",
        "gpt-image-1-mini, 32000, 10, 3, 16",
        "chatgpt-image-latest, 32000, 10, 3, 16",
        "dall-e-3, 4000, 1, 0, 0",
        "dall-e-2, 1000, 10, 0, 1"
    })
    void take_so_much_and_no_more(String model, int prompt, int n, int partial, int edited) {
        String longest = "\uD83C\uDF75".repeat(prompt);

        assertThat(wrong(model, TIN.withPrompt(longest).n(n))).isEmpty();
        assertThat(wrong(model, TIN.withPrompt(longest + "."))).containsExactly("prompt");
        assertThat(wrong(model, TIN.n(n + 1))).containsExactly("n");
        assertThat(wrong(model, TIN.n(0))).containsExactly("n");
        assertThat(wrong(model, TIN.partialImages(partial))).hasSize(partial > 0 ? 0 : 1);
        assertThat(wrong(model, TIN.partialImages(partial + 1))).containsExactly("partial_images");
        if (edited > 0) {
            assertThat(wrong(model, ImageEditInput.of("It", heroes(edited)))).isEmpty();
            assertThat(wrong(model, ImageEditInput.of("It", heroes(edited + 1))))
                    .containsExactly("images");
        } else {
            assertThat(wrong(model, ImageEditInput.of("It", HERO))).containsExactly("model");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-image-2", "gpt-image-2.5-flare", "gpt-image-2.6-flare", "gpt-image-1.5"})
    void compress_jpeg_and_webp_but_not_png_which_is_the_default(String model) {
        assertThat(wrong(model, TIN.outputFormat(ImageFormat.JPEG).outputCompression(80)))
                .isEmpty();
        assertThat(wrong(model, TIN.outputFormat(ImageFormat.WEBP).outputCompression(0)))
                .isEmpty();
        assertThat(wrong(model, TIN.outputFormat(ImageFormat.PNG).outputCompression(80)))
                .containsExactly("output_compression");
        assertThat(wrong(model, TIN.outputCompression(80))).containsExactly("output_compression");
    }

    @Test
    void have_a_price_where_one_was_found() {
        ImagePrice price = MODELS.find("gpt-image-2").orElseThrow().price().orElseThrow();

        assertThat(price.imageOutput()).isEqualByComparingTo(new BigDecimal("30"));
        assertThat(price.textInput()).isEqualByComparingTo(new BigDecimal("5"));
        assertThat(MODELS.find("gpt-image-2.6-flare").orElseThrow().price()).isEmpty();
    }

    @Test
    void are_as_of_a_day_and_from_pages_of_openai() {
        assertThat(MODELS.date()).hasToString("2026-11-25");
        assertThat(MODELS.sources())
                .isNotEmpty()
                .allMatch(source -> source.startsWith("https://developers.openai.com/"));
    }

    private static List<ImageSource> heroes(int count) {
        return Collections.nCopies(count, ImageSource.of(HERO));
    }

    private static List<String> words(String list) {
        return list == null ? List.of() : List.of(list.split(" "));
    }
}
