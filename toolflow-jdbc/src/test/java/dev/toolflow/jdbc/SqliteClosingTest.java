package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.run.RunStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqliteClosingTest {
    @TempDir
    Path directory;

    @Nested
    class When_the_store_is_closed {
        @Test
        void it_refuses_to_write_and_to_read() {
            RunStore closed = JdbcRunStore.sqlite(directory.resolve("runs.db"));
            closed.close();
            closed.close();

            assertThatThrownBy(() -> closed.create(run("a"), null)).hasMessageContaining("the store is closed");
            assertThatThrownBy(() -> closed.find("a")).hasMessageContaining("the store is closed");
        }
    }
}
