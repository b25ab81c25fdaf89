package dev.toolflow.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.tool.ToolCallRequest.Options;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Nested
    class Standard_options {
        @Test
        void leave_the_temperature_to_the_model_and_limit_the_answer() {
            assertThat(Options.standard().temperature()).isEmpty();
            assertThat(Options.standard().maxTokens()).isEqualTo(4096);
        }

        @Test
        void stay_as_they_are_when_others_are_made_of_them() {
            Options warm = Options.standard().temperature(0.3).maxTokens(900);

            assertThat(warm.temperature()).hasValue(0.3);
            assertThat(warm.maxTokens()).isEqualTo(900);
            assertThat(Options.standard().temperature()).isEmpty();
            assertThat(warm)
                    .isEqualTo(Options.standard().maxTokens(900).temperature(0.3))
                    .hasSameHashCodeAs(Options.standard().maxTokens(900).temperature(0.3))
                    .isNotEqualTo(warm.temperature(0.4))
                    .isNotEqualTo(warm.maxTokens(901))
                    .hasToString("Options[maxTokens=900, temperature=0.3]");
        }
    }

    @Nested
    class Streaming_options {
        @Test
        void are_off_unless_they_are_set_and_go_with_the_others() {
            Options streaming = Options.standard().streaming(Streaming.ON).maxTokens(900);

            assertThat(Options.standard().streaming()).isEqualTo(Streaming.OFF);
            assertThat(streaming.streaming()).isEqualTo(Streaming.ON);
            assertThat(streaming)
                    .isNotEqualTo(Options.standard().maxTokens(900))
                    .hasToString("Options[maxTokens=900, streaming]");
        }
    }

    @Nested
    class Options_out_of_bounds {
        @ParameterizedTest
        @ValueSource(doubles = {-0.1, 2.1, Double.NaN, Double.POSITIVE_INFINITY})
        void of_temperature_are_refused_by_name(double temperature) {
            assertThatThrownBy(() -> Options.standard().temperature(temperature))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("temperature: must be from 0 to 2");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, -1})
        void of_tokens_are_refused_by_name(int tokens) {
            assertThatThrownBy(() -> Options.standard().maxTokens(tokens))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("maxTokens: must be at least 1");
        }
    }
}
