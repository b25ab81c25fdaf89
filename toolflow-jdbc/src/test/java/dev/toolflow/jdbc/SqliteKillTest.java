package dev.toolflow.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SqliteKillTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(600)
    void what_was_acknowledged_before_a_process_was_killed_is_there_afterwards() throws Exception {
        new KillScript(directory.resolve("runs.db").toString(), () -> {}).play();
    }
}
