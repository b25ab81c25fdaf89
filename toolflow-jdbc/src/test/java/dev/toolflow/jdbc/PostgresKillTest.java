package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.run.RunQueue;
import dev.toolflow.run.RunQueue.Working;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(600)
class PostgresKillTest {
    private PGSimpleDataSource database;
    private String store;
    private Rows rows;

    @BeforeEach
    void make_a_database() throws Exception {
        database = PostgresServer.shared().newDatabase();
        store = PostgresServer.shared().address(database.getDatabaseName(), "postgres");
        rows = new Rows(database);
    }

    @Test
    void what_was_acknowledged_before_a_process_was_killed_is_there_afterwards() throws Exception {
        new KillScript(store, () -> rows.execute("UPDATE tf_run SET lease_until = 0")).play();
    }

    @Test
    void a_run_of_a_worker_that_was_killed_goes_to_another() throws Exception {
        JdbcRunStoreBuilder options = JdbcRunStore.builder(database).leaseTime(Duration.ofSeconds(2));
        Queue<String> worked = new ConcurrentLinkedQueue<>();
        try (JdbcRunStore own = options.build();
                ChildJvm child = ChildJvm.of(WorkingProcess.class, store)) {
            RunQueue queue = own.queue().orElseThrow();
            assertThat(child.line()).isEqualTo("ready");
            queue.submit("run-1");
            assertThat(child.line()).isEqualTo("run-1");
            Working worker = queue.work(worked::add, 1);
            assertThat(worked).isEmpty();

            child.kill();

            await().untilAsserted(() -> assertThat(worked).containsExactly("run-1"));
            worker.close();
        }
        assertThat(rows.number("SELECT count(*) FROM tf_scheduled_tasks")).isZero();
    }

    @Test
    void two_processes_that_open_a_new_database_at_the_same_time_make_its_tables_once_and_both_can_work()
            throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            children.add(ChildJvm.of(CommittingProcess.class, store, "run-" + i, "3"));
        }

        for (ChildJvm child : children) {
            assertThat(child.lines()).containsExactly("1", "2", "3");
            assertThat(child.exit()).isZero();
        }
        assertThat(rows.number("SELECT count(*) FROM tf_schema_history")).isOne();
    }
}
