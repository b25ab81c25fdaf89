package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.toolflow.audit.Issue;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallRequest.Options;
import dev.toolflow.tool.ToolInput;
import dev.toolflow.tool.ToolInput.Feedback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedPromptTest {
    private static final int FRAME = "\n\nThe previous picture was refused because:".length();

    @Test
    void has_the_issues_of_earlier_pictures_the_latest_first() {
        List<Feedback> feedback = List.of(
                new Feedback(1, null, List.of(Issue.critical("too dark"))),
                new Feedback(2, null, List.of(Issue.critical("no tin").suggest("show one"), Issue.high("crooked"))));

        assertThat(FoldedPrompt.of("A tin", feedback, 32_000)).isEqualTo(new FoldedPrompt("""
                        A tin

                        The previous picture was refused because:
                        - no tin. Suggestion: show one
                        - crooked
                        - too dark""", 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"images":[{},{},{}]}        | - dull (picture 2 of 3). Suggestion: brighten it
            {"images":[{"sha256":"ab"}]} | - dull. Suggestion: brighten it
            oops                         | - dull (picture 2). Suggestion: brighten it
                                         | - dull (picture 2). Suggestion: brighten it
            """)
    void says_which_picture_is_meant_where_there_are_several(String output, String said) {
        Issue dull = Issue.critical("dull").suggest("brighten it").at("images[1]");

        assertThat(FoldedPrompt.of("Tins", List.of(new Feedback(1, output, List.of(dull))), 32_000)
                        .text())
                .endsWith("because:\n" + said);
    }

    @Test
    void reaches_the_request_within_the_limit_of_its_model() throws IOException {
        ImageGenerationInput input = ImageGenerationInput.of("p".repeat(900));
        ToolCallRequest request = new ToolCallRequest(
                "hero",
                Calls.GENERATE,
                new ToolInput(input, "{}", List.of(), many(), List.of()),
                "dall-e-2",
                Options.standard());

        JsonNode body =
                new ObjectMapper().readTree(Calls.IMAGES.generation(request).toByteArray());

        assertThat(body.path("prompt").asText()).hasSizeBetween(950, 1_000);
    }

    @Nested
    class Where_the_model_takes_no_longer_prompt {
        @Test
        void an_issue_is_cut() {
            String prompt = "p".repeat(900);

            FoldedPrompt told = FoldedPrompt.of(prompt, many(), 1_000);

            assertThat(told.text()).hasSize(1_000).startsWith(prompt).endsWith("…");
            assertThat(told.leftOut()).isZero();
        }

        @Test
        void the_most_severe_are_told_and_the_others_are_counted() {
            List<Feedback> feedback = List.of(
                    new Feedback(1, null, List.of(Issue.low("a bit dull"), Issue.critical("no tin"))),
                    new Feedback(2, null, List.of(Issue.high("crooked"), Issue.critical("two heads"))));
            int room = FRAME + "\n- two heads\n- no tin".length();

            FoldedPrompt told = FoldedPrompt.of("A tin", feedback, "A tin".length() + room + 5);

            assertThat(told.text()).endsWith("because:\n- two heads\n- no tin");
            assertThat(told.leftOut()).isEqualTo(2);
        }

        @Test
        void a_short_issue_is_told_where_a_longer_one_does_not_fit() {
            List<Feedback> feedback =
                    List.of(new Feedback(1, null, List.of(Issue.critical("wrong ".repeat(20)), Issue.high("crooked"))));

            FoldedPrompt told = FoldedPrompt.of("A tin", feedback, "A tin".length() + FRAME + "\n- crooked".length());

            assertThat(told.text()).endsWith("because:\n- crooked");
            assertThat(told.leftOut()).isEqualTo(1);
        }

        @Test
        void the_users_prompt_is_never_shortened() {
            String prompt = "p".repeat(5_000);

            assertThat(FoldedPrompt.of(prompt, many(), 4_000)).isEqualTo(new FoldedPrompt(prompt, 1));
        }

        @Test
        void no_character_is_split_and_each_counts_once() {
            List<Feedback> tea = List.of(new Feedback(1, null, List.of(Issue.critical("\ud83c\udf75".repeat(200)))));

            for (int longest = 200; longest < 204; longest++) {
                String told = FoldedPrompt.of("p", tea, longest).text();
                assertThat(new String(told.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                        .isEqualTo(told);
                assertThat(told.codePointCount(0, told.length())).isEqualTo(longest);
            }
        }
    }

    private static List<Feedback> many() {
        return List.of(new Feedback(1, null, List.of(Issue.critical("it is wrong ".repeat(100)))));
    }
}
