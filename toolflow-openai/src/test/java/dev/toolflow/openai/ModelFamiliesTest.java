package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFamiliesTest {

    @Nested
    class A_known_model {

        @ParameterizedTest
        @CsvSource({
            "gpt-5.4-mini, none, true",
            "gpt-5.1, none, true",
            "gpt-5.6, none, true",
            "gpt-6, none, true",
            "gpt-6.1-mini, none, true",
            "gpt-5, minimal, false",
            "gpt-5-mini-2025-08-07, minimal, false",
            "gpt-5-nano, minimal, false",
            "gpt-5-chat-latest, '', true",
            "gpt-5.2-chat-latest, '', false",
            "o1, '', false",
            "o3-mini, '', false",
            "o4-mini, '', false",
            "gpt-4o, '', true",
            "gpt-4.1-mini, '', true",
            "llama-3.3-70b, '', true",
        })
        void gets_the_effort_and_temperature_that_it_takes(String model, String effort, boolean temperature) {
            ModelFamily family = ModelFamilies.known().of(model);

            assertThat(family.reasoningEffort().orElse("")).isEqualTo(effort);
            assertThat(family.takesTemperature()).isEqualTo(temperature);
        }

        @Test
        void is_recognised_behind_a_router_as_fine_tuned_and_in_capitals() {
            for (String name : List.of("openai/gpt-5-mini", "ft:gpt-5-mini:acme::id", "GPT-5-Mini")) {
                assertThat(ModelFamilies.known().of(name).reasoningEffort())
                        .as(name)
                        .contains("minimal");
            }
        }
    }

    @Nested
    class A_family_of_the_user {

        @Test
        void wins_over_a_known_one_of_the_same_prefix() {
            ModelFamilies families = ModelFamilies.known()
                    .and(List.of(ModelFamily.startingWith("gpt-5.").reasoningEffort("low")));

            assertThat(families.of("gpt-5.4").reasoningEffort()).contains("low");
        }

        @Test
        void counts_only_where_no_longer_prefix_matches() {
            ModelFamilies families = ModelFamilies.known()
                    .and(List.of(ModelFamily.startingWith("gpt").reasoningEffort("high")));

            assertThat(families.of("gpt-5.4").reasoningEffort()).contains("none");
            assertThat(families.of("gpt-4o").reasoningEffort()).contains("high");
        }

        @Test
        void may_be_named_with_its_router() {
            ModelFamilies families = ModelFamilies.known()
                    .and(List.of(ModelFamily.startingWith("acme/big").withoutTemperature()));

            assertThat(families.of("acme/big-1").takesTemperature()).isFalse();
            assertThat(families.of("other/big-1").takesTemperature()).isTrue();
        }

        @Test
        void needs_a_prefix() {
            assertThatThrownBy(() -> ModelFamily.startingWith(" ")).hasMessageContaining("prefix");
        }
    }
}
