package dev.toolflow.examples.colour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColourTest {
    @Nested
    class A_contrast {
        @Test
        void of_black_on_white_is_21() {
            assertThat(Rgb.of("#000000").contrast(Rgb.of("#FFFFFF"))).isCloseTo(21, within(1e-9));
        }

        @Test
        void of_the_greys_at_the_edge_of_aa_is_what_the_guideline_says() {
            Rgb white = Rgb.of("#FFFFFF");

            assertThat(Rgb.of("#767676").contrast(white)).isGreaterThan(Contrast.AA_TEXT);
            assertThat(Rgb.of("#777777").contrast(white)).isLessThan(Contrast.AA_TEXT);
        }

        @Test
        void is_never_rounded_up_into_the_next_grade() {
            assertThat(Contrast.written(4.49)).isEqualTo("4.4:1");
            assertThat(Contrast.written(21)).isEqualTo("21:1");
            assertThat(Contrast.grade(4.49)).isEqualTo("large");
        }
    }

    @Nested
    class Reading_a_colour {
        @ParameterizedTest
        @ValueSource(strings = {"", "red", "#12345", "#1234567", "#12345G", "#123456;background:url(x)", " #123456"})
        void refuses_all_but_six_hexadecimal_digits(String text) {
            assertThat(Rgb.parse(text)).isEmpty();
            assertThatThrownBy(() -> Rgb.of(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Oklch_and_back {
        @Test
        void gives_the_same_colour() {
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 2_000; i++) {
                Rgb colour = new Rgb(random.nextInt(256), random.nextInt(256), random.nextInt(256));

                assertThat(Oklch.of(colour).toRgb()).isEqualTo(colour);
            }
        }

        @Test
        void agrees_with_the_published_values_of_red() {
            Oklch red = Oklch.of(Rgb.of("#FF0000"));

            assertThat(red.lightness()).isCloseTo(0.628, within(0.001));
            assertThat(red.chroma()).isCloseTo(0.2577, within(0.001));
            assertThat(red.hue()).isCloseTo(29.23, within(0.05));
        }

        @Test
        void gives_up_chroma_but_not_hue_where_the_screen_ends() {
            Oklch pale = Oklch.of(Rgb.of("#0000FF")).atLightness(0.9);

            assertThat(Oklch.of(pale.toRgb()).hue()).isCloseTo(pale.hue(), within(4.0));
            assertThat(Oklch.of(pale.toRgb()).lightness()).isCloseTo(0.9, within(0.01));
        }
    }

    @Nested
    class A_scale_of_tints {
        @Test
        void grows_darker_step_by_step() {
            SplittableRandom random = new SplittableRandom(11);
            for (int i = 0; i < 200; i++) {
                String base = new Rgb(random.nextInt(256), random.nextInt(256), random.nextInt(256)).hex();
                List<Double> light = new ArrayList<>();
                TintScale.of(base).values().forEach(tint -> light.add(tint.luminance()));

                assertThat(light)
                        .as(base)
                        .hasSize(10)
                        .isSortedAccordingTo((a, b) -> Double.compare(b, a))
                        .doesNotHaveDuplicates();
            }
        }

        @Test
        void is_named_from_50_to_900() {
            assertThat(TintScale.of("#3366CC").keySet())
                    .containsExactly(50, 100, 200, 300, 400, 500, 600, 700, 800, 900);
        }
    }
}
