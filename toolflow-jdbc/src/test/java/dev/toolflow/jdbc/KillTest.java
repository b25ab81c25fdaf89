package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.RunStore;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that run flows are killed, and others go on with what they began. How often is said by {@code -Dtoolflow.kills=N}; the
 * profile {@code kill-test} kills more than the normal build.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("toolflow.kills", 4);
    private static final long SEED = Long.getLong("toolflow.kills.seed", 20_261_126);

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void on_sqlite_nothing_accepted_is_lost_or_done_again_and_the_books_agree() throws Exception {
        holds("SQLite", directory.resolve("runs.db").toString());
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void on_postgresql_nothing_accepted_is_lost_or_done_again_and_the_books_agree() throws Exception {
        PostgresServer server = PostgresServer.shared();
        holds("PostgreSQL", server.address(server.newDatabase().getDatabaseName(), "postgres"));
    }

    private void holds(String name, String address) throws Exception {
        try (KillCampaign campaign = new KillCampaign(address, directory, SEED)) {
            KillEvidence evidence = campaign.run(KILLS);
            KillReport report;
            try (RunStore store = LeafletWorker.open(address)) {
                report = evidence.judge(store);
            }
            System.out.print(report.text(name));
            assertThat(report.killed()).isEqualTo(KILLS);
            assertThat(report.completed()).isEqualTo(report.runs());
            assertThat(report.lost()).as("accepted steps lost").isZero();
            assertThat(report.repeated()).as("accepted steps repeated").isZero();
            assertThat(report.extra()).as("extra paid calls").isBetween(0, report.mostExtra());
            assertThat(report.difference()).as("tokens between the books").isZero();
        }
    }
}
