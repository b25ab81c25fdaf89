package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcRunStoreTest {
    @TempDir
    Path directory;

    @Nested
    class The_name_of_a_store {
        @ParameterizedTest
        @ValueSource(strings = {"", "sqlite:"})
        void may_be_the_path_of_a_file(String prefix) {
            Path file = directory.resolve("runs.db");

            JdbcRunStore.open(prefix + file).close();

            assertThat(file).isRegularFile();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "sqlite:", "jdbc:mysql://localhost/runs"})
        void that_is_none_is_refused(String name) {
            assertThatThrownBy(() -> JdbcRunStore.open(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("store: ");
            assertThat(Files.exists(Path.of("jdbc:mysql:"))).isFalse();
        }
    }

    @Nested
    class A_choice {
        @Test
        void of_the_lease_time_is_what_the_store_says() {
            Duration lease = Duration.ofSeconds(7);
            try (JdbcRunStore store = JdbcRunStore.builder(directory.resolve("runs.db"))
                    .leaseTime(lease)
                    .build()) {
                assertThat(store.leaseTime()).isEqualTo(lease);
            }
        }

        @Test
        void that_is_out_of_bounds_is_refused_by_its_name() {
            JdbcRunStoreBuilder builder = JdbcRunStore.builder(directory.resolve("runs.db"));

            assertThatThrownBy(() -> builder.leaseTime(Duration.ZERO))
                    .hasMessageContaining("leaseTime: must be from 1 ms");
            assertThatThrownBy(() -> builder.leaseTime(Duration.ofDays(2))).hasMessageContaining("leaseTime");
            assertThatThrownBy(() -> builder.patience(Duration.ofSeconds(31))).hasMessageContaining("patience");
        }
    }
}
