package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.SampleRuns.accepted;
import static dev.toolflow.jdbc.SampleRuns.owner;
import static dev.toolflow.jdbc.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.run.Lease;
import dev.toolflow.run.RunStoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteUnknownOutcomeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private SqliteFile file;
    private Lease lease;
    private int lastOfACommit;

    @BeforeEach
    void count_the_statements_of_a_commit() {
        file = new SqliteFile(directory.resolve("runs.db"), Clock.systemUTC(), PATIENCE);
        Faults none = Faults.none();
        try (JdbcRunStore store = store(none)) {
            lease = store.create(run("a"), owner("anna")).lease();
        }
        Faults counted = Faults.none();
        try (JdbcRunStore store = store(counted)) {
            store.commit(lease, 1, List.of(accepted("hero")));
            lastOfACommit = counted.statements() - 1;
        }
    }

    private JdbcRunStore store(Faults faults) {
        return new JdbcRunStore(SqliteDatabase.open(file, faults.over(file)), PATIENCE);
    }

    @Test
    void a_commit_whose_answer_was_lost_but_that_took_effect_succeeds() {
        try (JdbcRunStore store = store(Faults.at(lastOfACommit, Faults.When.AFTER_IT_TOOK_EFFECT))) {
            store.commit(lease, 2, List.of(accepted("logo")));

            assertThat(store.load("a").orElseThrow().steps()).hasSize(2);
        }
    }

    @Test
    void a_commit_that_did_not_take_effect_is_known_not_to() {
        try (JdbcRunStore store = store(Faults.at(lastOfACommit, Faults.When.BEFORE_IT_TOOK_EFFECT))) {
            assertThatThrownBy(() -> store.commit(lease, 2, List.of(accepted("logo"))))
                    .isExactlyInstanceOf(RunStoreException.class)
                    .hasMessageContaining("nothing was written");

            assertThat(store.load("a").orElseThrow().steps()).hasSize(1);
        }
    }

    @Test
    void a_commit_of_which_nobody_can_tell_says_so() {
        try (JdbcRunStore store = store(Faults.from(lastOfACommit, Faults.When.AFTER_IT_TOOK_EFFECT, 2))) {
            assertThatThrownBy(() -> store.commit(lease, 2, List.of(accepted("logo"))))
                    .isExactlyInstanceOf(RunStoreException.class)
                    .hasMessageContainingAll("it is not known whether commit 2 of run 'a' was written", "load the run");

            assertThat(store.load("a").orElseThrow().record().nextSeq()).isEqualTo(3);
        }
    }

    @Test
    void the_mark_of_a_writer_is_gone_when_it_is_closed() throws Exception {
        assertThat(RawSqlite.count(file.path(), "SELECT count(*) FROM tf_writer"))
                .isZero();

        store(Faults.none()).close();

        assertThat(RawSqlite.count(file.path(), "SELECT count(*) FROM tf_writer"))
                .isZero();
    }
}
