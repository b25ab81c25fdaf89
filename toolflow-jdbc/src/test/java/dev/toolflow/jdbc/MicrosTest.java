package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MicrosTest {
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 0",
        "2026-11-26T06:20:11.123456Z, 1795674011123456",
        "1969-12-31T23:59:59.999999Z, -1",
        "2999-01-01T00:00:00Z, 32472144000000000",
        "1600-01-01T00:00:00Z, -11676096000000000"
    })
    void a_time_is_told_in_microseconds_and_back(Instant time, long micros) {
        assertThat(Micros.of(time)).isEqualTo(micros);
        assertThat(Micros.instant(micros)).isEqualTo(time);
    }

    @Test
    void a_time_beyond_all_that_can_be_held_is_the_last_or_the_first() {
        assertThat(Micros.of(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(Micros.of(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
    }
}
