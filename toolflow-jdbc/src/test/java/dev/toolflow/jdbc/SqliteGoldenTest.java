package dev.toolflow.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteGoldenTest {
    @TempDir
    Path directory;

    @Test
    void what_version_1_wrote_is_read() throws Exception {
        Path file = directory.resolve("runs.db");
        try (Connection connection = RawSqlite.open(file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(GoldenRuns.script("sqlite-v1.sql"));
        }

        try (JdbcRunStore store = JdbcRunStore.sqlite(file)) {
            GoldenRuns.assertAllAreReadFrom(store);
        }
    }
}
