package dev.toolflow.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureTokensTest {
    private static final PictureTokens TOKENS = PictureTokens.none()
            .with("low", "1000x1000", 100)
            .with("high", "1000x1000", 700)
            .with("high", "1000x1500", 600);

    @ParameterizedTest
    @CsvSource({
        "low, 1000x1000, 100",
        "high, 1000x1500, 600",
        "high, auto, 700",
        "auto, auto, 700",
        "auto, 1000x1500, 600",
        "high, 500x500, 700",
        "high, 2000x1000, 1400",
        "low, 1001x1000, 101",
        "low, 99999x99999, 999981"
    })
    void a_picture_has_the_most_that_is_known_and_more_where_it_is_larger(String quality, String size, long tokens) {
        assertThat(TOKENS.most(quality, size)).hasValue(tokens);
    }

    @Test
    void a_quality_that_is_not_known_has_no_estimate() {
        assertThat(TOKENS.most("max", "auto")).isEmpty();
        assertThat(PictureTokens.none().most("auto", "auto")).isEmpty();
    }

    @Test
    void what_makes_no_sense_is_refused_by_its_name() {
        assertThatThrownBy(() -> TOKENS.with("auto", "1x1", 1)).hasMessageContaining("quality");
        assertThatThrownBy(() -> TOKENS.with("low", "auto", 1)).hasMessageContaining("size");
        assertThatThrownBy(() -> TOKENS.with("low", "1x1", 0)).hasMessageContaining("tokens");
    }
}
