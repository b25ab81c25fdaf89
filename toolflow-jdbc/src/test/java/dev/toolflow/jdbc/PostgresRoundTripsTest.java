package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.SampleRuns.accepted;
import static dev.toolflow.jdbc.SampleRuns.intended;
import static dev.toolflow.jdbc.SampleRuns.moved;
import static dev.toolflow.jdbc.SampleRuns.owner;
import static dev.toolflow.jdbc.SampleRuns.run;
import static dev.toolflow.jdbc.SampleRuns.settled;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.Lease;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStore.Creation;
import dev.toolflow.run.StoredRun;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresRoundTripsTest {
    private final Faults counting = Faults.none();

    @Test
    void however_much_a_commit_writes_it_is_one_statement() throws SQLException {
        try (HikariDataSource pool = PostgresServer.shared().newPool();
                JdbcRunStore store = JdbcRunStore.postgresql(counting.over(pool))) {
            Lease lease =
                    Objects.requireNonNull(store.create(run("r"), owner("anna")).lease());

            int one = statements(store, lease, 1, List.of(intended("c1")));
            int several = statements(
                    store, lease, 2, List.of(settled("c1"), accepted("hero"), intended("c2"), moved(RunPhase.WAITING)));

            assertThat(List.of(one, several))
                    .as("borrowed, made to commit by itself, sent, and as it was again")
                    .containsOnly(4);
            StoredRun stored = store.load("r").orElseThrow();
            assertThat(stored.record().phase()).isEqualTo(RunPhase.WAITING);
            assertThat(stored.record().lease()).isNull();
            assertThat(stored.steps()).hasSize(1);
            assertThat(stored.calls()).hasSize(2);
        }
    }

    @Test
    void a_run_that_is_created_with_its_owner_is_one_statement_and_one_that_is_there_one_more() throws SQLException {
        try (HikariDataSource pool = PostgresServer.shared().newPool();
                JdbcRunStore store = JdbcRunStore.postgresql(counting.over(pool))) {
            int before = counting.statements();
            Creation first = store.create(run("r"), owner("anna"));
            int made = counting.statements() - before;
            Creation second = store.create(run("r"), owner("anna"));
            int found = counting.statements() - before - made;

            assertThat(List.of(made, found)).containsExactly(4, 5);
            assertThat(first.created()).isTrue();
            assertThat(first.lease()).isEqualTo(first.record().lease()).isNotNull();
            assertThat(first.record()).isEqualTo(store.find("r").orElseThrow());
            assertThat(second.created()).isFalse();
            assertThat(second.lease()).isNull();
        }
    }

    @Test
    void pictures_are_written_in_order_and_what_is_there_twice_too() throws SQLException {
        try (HikariDataSource pool = PostgresServer.shared().newPool();
                JdbcRunStore store = JdbcRunStore.postgresql(counting.over(pool))) {
            Lease lease =
                    Objects.requireNonNull(store.create(run("r"), owner("anna")).lease());
            String picture = "0d".repeat(32);

            store.commit(lease, 1, List.of(intended("c1"), settled("c1"), accepted("hero", picture)));
            store.commit(lease, 2, List.of(accepted("hero", picture, picture), accepted("hero", picture)));

            StoredRun stored = store.load("r").orElseThrow();
            assertThat(stored.steps())
                    .singleElement()
                    .satisfies(step -> assertThat(step.blobs()).hasSize(1));
            assertThat(stored.calls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.settlement()).isNotNull());
        }
    }

    private int statements(JdbcRunStore store, Lease lease, long seq, List<RunChange> changes) {
        int before = counting.statements();
        store.commit(lease, seq, changes);
        return counting.statements() - before;
    }
}
