package dev.toolflow.examples.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {
    private static final Instant NOW = Instant.parse("2026-11-26T06:20:11.789Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S,0 s ago",
        "PT59.9S,59 s ago",
        "PT60S,1 min ago",
        "PT59M59S,59 min ago",
        "PT1H,1 h ago",
        "PT47H59M,47 h ago",
        "PT48H,2 d ago",
        "P400D,400 d ago",
        "PT-20S,in 20 s"
    })
    void a_time_is_told_by_one_unit_rounded_down(Duration before, String told) {
        assertThat(Ages.of(NOW.minus(before), NOW)).isEqualTo(told);
    }

    @Test
    void both_are_told_without_fractions_of_a_second() {
        assertThat(Ages.both(NOW, NOW)).isEqualTo("2026-11-26T06:20:11Z (0 s ago)");
    }
}
