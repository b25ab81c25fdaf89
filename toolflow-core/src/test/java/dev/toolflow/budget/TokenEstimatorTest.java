package dev.toolflow.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.audit.Issue;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.tool.ImageDetail;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolInput;
import dev.toolflow.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEstimatorTest {
    private static final TokenEstimator ESTIMATOR = TokenEstimator.standard();
    private static final ToolSpec TOOL = new ToolSpec("t", "", "", "");

    private static ToolCallRequest request(ToolSpec tool, ToolInput input, String model) {
        return new ToolCallRequest("step", tool, input, model, ToolCallRequest.Options.standard());
    }

    private static long tokens(ToolInput input) {
        return ESTIMATOR.inputTokens(request(TOOL, input, "m"));
    }

    private static GeneratedImage picture(int width, int height) {
        return new GeneratedImage("0".repeat(64), "image/png", width, height, 1_000, null);
    }

    private static ToolInput seeing(GeneratedImage... images) {
        return new ToolInput("", "", List.of(), List.of(), List.of(images));
    }

    @Nested
    class The_standard_estimate {
        @Test
        void counts_all_that_is_sent_at_two_bytes_a_token() {
            ToolInput input = new ToolInput(
                    "",
                    "12345678",
                    List.of(new ToolInput.Included(
                            "in", "1234", List.of(Issue.high("oh").from("x")))),
                    List.of(new ToolInput.Feedback(1, "123456", List.of())),
                    List.of());
            ToolSpec tool = new ToolSpec("tool", "desc", "instructions", "{schema}");

            assertThat(ESTIMATOR.inputTokens(request(tool, input, "m")))
                    .isEqualTo((4 + 4 + 12 + 8 + 8 + 2 + 4 + 4 + 2 + 1 + 6 + 1) / 2);
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4})
        void counts_the_bytes_of_any_text_as_they_are_in_utf_8(long seed) {
            Random random = new Random(seed);
            for (int i = 0; i < 200; i++) {
                String text = random.ints(1 + random.nextInt(40), 1, 0x10FFFF)
                        .filter(point -> point < 0xD800 || point > 0xDFFF)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                int bytes = text.getBytes(StandardCharsets.UTF_8).length + 1;

                assertThat(tokens(ToolInput.of("", text))).isEqualTo((bytes + 1) / 2);
            }
        }

        @Test
        void counts_a_picture_that_is_seen_by_its_size() {
            assertThat(tokens(seeing(picture(1_024, 1_024)))).isEqualTo(1 + 2_520);
            assertThat(tokens(seeing(picture(8, 8)))).isEqualTo(1 + 1_600);
            assertThat(tokens(seeing(picture(1_024, 1_024), picture(1_024, 1_024))))
                    .isEqualTo(1 + 2 * 2_520);
        }

        @Test
        void counts_a_picture_that_is_seen_roughly_as_a_small_one() {
            ToolCallRequest rough = new ToolCallRequest(
                    "step",
                    TOOL,
                    seeing(picture(4_000, 4_000)),
                    "m",
                    ToolCallRequest.Options.standard().imageDetail(ImageDetail.LOW));

            assertThat(ESTIMATOR.inputTokens(rough)).isEqualTo(1 + 1_600);
        }

        @Test
        void counts_what_a_model_takes_for_a_picture_that_takes_far_more_than_others() {
            assertThat(ESTIMATOR.inputTokens(request(TOOL, seeing(picture(64, 64)), "gpt-4o-mini")))
                    .isGreaterThan(48_000);
        }

        @Test
        void counts_each_picture_to_be_edited_and_the_mask() {
            ImageEditInput edit = ImageEditInput.of("x", picture(8, 8)).mask(ImageSource.of(picture(8, 8)));

            assertThat(ESTIMATOR.inputTokens(
                            request(new ToolSpec("edit_image", "", "", ""), ToolInput.of(edit, ""), "m")))
                    .isEqualTo(5 + 2 * 7_000);
        }
    }
}
