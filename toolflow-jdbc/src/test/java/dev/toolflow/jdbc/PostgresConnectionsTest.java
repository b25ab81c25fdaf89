package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.Lease;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

@Timeout(60)
class PostgresConnectionsTest {
    private final PostgresServer server = PostgresServer.shared();

    private static int keptFrom(DataSource connections) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            return connection.unwrap(PGConnection.class).getPrepareThreshold();
        }
    }

    private static DataSource to(String url) {
        return PostgresPool.database(url);
    }

    @Test
    void keep_statements_in_a_session_of_their_own() throws SQLException {
        assertThat(keptFrom(to(server.address("postgres", "postgres")))).isEqualTo(5);
    }

    @Test
    void keep_what_the_address_says() throws SQLException {
        assertThat(keptFrom(to(server.address("postgres", "postgres") + "&prepareThreshold=0")))
                .isZero();
        assertThat(keptFrom(to(server.address("postgres", "postgres") + "&prepareThreshold=2")))
                .isEqualTo(2);
    }

    /** As an administrator's DISCARD ALL does, or a pooler that nobody knows of. */
    @Test
    void go_on_when_their_session_has_forgotten_its_statements() throws SQLException {
        HikariConfig one = new HikariConfig();
        one.setDataSource(server.newDatabase());
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

    @Test
    void keep_none_behind_pg_bouncer(@TempDir Path directory) throws SQLException, IOException {
        assumeTrue(
                PgBouncer.program().isPresent(),
                "PgBouncer is not installed: nothing is known of connections through it; on Debian: apt-get install pgbouncer");
        try (PgBouncer bouncer = PgBouncer.start(directory, server.port())) {
            assertThat(keptFrom(to("jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(bouncer.port()))))
                    .isZero();
        }
    }
}
