package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.LocalStepDefinition;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolNamesTest {
    @Nested
    class A_name_reserved_for_images {
        @Test
        void is_refused_for_a_chat_step_with_the_definition_to_use() {
            assertThatThrownBy(() -> ChatStepDefinition.named("generate_image", Topic.class, Line.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("step 'generate_image'")
                    .hasMessageContaining("ImageGenerationStepDefinition.create()");
            assertThatThrownBy(() -> ChatStepDefinition.named("edit_image", Topic.class, Line.class))
                    .hasMessageContaining("step 'edit_image'")
                    .hasMessageContaining("ImageEditStepDefinition.create()");
        }

        @ParameterizedTest
        @ValueSource(strings = {"generate_image", "edit_image"})
        void is_refused_for_a_local_step(String name) {
            assertThatThrownBy(() -> LocalStepDefinition.of(name, Topic.class, Line.class, topic -> Lines.CALM))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("step '" + name + "'")
                    .hasMessageContaining("give the local step another name");
        }
    }

    @Nested
    class A_tool_name_that_OpenAI_would_refuse {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "write line",
                    "schön",
                    "write.line",
                    "write\nline",
                    "a/b",
                    "0123456789012345678901234567890123456789012345678901234567890123456"
                })
        void is_refused_with_the_rule(String name) {
            assertThatThrownBy(() -> ChatStepDefinition.named(name, Topic.class, Line.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("step '" + name + "'")
                    .hasMessageContaining("1 to 64 letters, digits")
                    .hasMessageContaining("rename the step");
        }

        @Test
        void with_a_description_that_is_too_long_is_refused_by_name() {
            var step = ChatStepDefinition.named("brief", Topic.class, Line.class);
            step.description("x".repeat(1_024));

            assertThatThrownBy(() -> step.description("x".repeat(1_025)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("step 'brief': its description has 1025 characters, OpenAI takes 1024 of a tool; "
                            + "say the rest in the step's instructions");
        }

        @Test
        void is_not_one_of_64_letters_digits_underscores_and_hyphens() {
            String longest = "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

            assertThat(writing(longest).name()).isEqualTo(longest).hasSize(64);
        }
    }
}
