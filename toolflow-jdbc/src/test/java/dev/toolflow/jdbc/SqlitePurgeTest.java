package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.SampleRuns.accepted;
import static dev.toolflow.jdbc.SampleRuns.moved;
import static dev.toolflow.jdbc.SampleRuns.owner;
import static dev.toolflow.jdbc.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.Lease;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlitePurgeTest {
    private static final int MORE_THAN_ARE_DELETED_AT_ONCE = 120;

    @TempDir(factory = QuickDirectory.class)
    Path directory;

    @Test
    void deletes_more_runs_than_are_deleted_at_once_and_all_that_belongs_to_them() throws Exception {
        Path file = directory.resolve("runs.db");
        try (JdbcRunStore store = JdbcRunStore.sqlite(file)) {
            for (int i = 0; i < MORE_THAN_ARE_DELETED_AT_ONCE; i++) {
                Lease lease = store.create(run("run-" + i), owner("anna")).lease();
                store.commit(lease, 1, List.of(accepted("hero", String.format("%064x", i)), moved(RunPhase.COMPLETED)));
            }

            assertThat(store.purge(Instant.MAX)).hasSize(MORE_THAN_ARE_DELETED_AT_ONCE);

            assertThat(store.list(RunQuery.all())).isEmpty();
        }
        for (String table : List.of("tf_run_payload", "tf_step", "tf_step_blob", "tf_blob")) {
            assertThat(RawSqlite.count(file, "SELECT count(*) FROM " + table))
                    .as(table)
                    .isZero();
        }
    }
}
