package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.Lease;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PostgresStatementsTest {
    /** As an administrator's DISCARD ALL does, or a pooler that nobody knows of. */
    @Test
    void that_a_session_has_forgotten_are_sent_again() throws SQLException {
        HikariConfig one = new HikariConfig();
        one.setDataSource(PostgresServer.shared().newDatabase());
        one.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(one);
                JdbcRunStore store = JdbcRunStore.postgresql(pool)) {
            Lease lease = Objects.requireNonNull(
                    store.create(SampleRuns.run("r"), SampleRuns.owner("anna")).lease());
            for (int number = 1; number <= 20; number++) {
                store.commit(lease, number, List.of(SampleRuns.intended("call-" + number)));
                if (number == 10) {
                    new Rows(pool).execute("DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$");
                }
            }

            assertThat(new Rows(pool).number("SELECT count(*) FROM tf_attempt")).isEqualTo(20);
        }
    }
}
