package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.StoredRun;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class PostgresFaultTest {
    private static HikariDataSource pool;

    @BeforeAll
    static void make_a_database() throws SQLException {
        pool = PostgresServer.shared().newPool();
        JdbcRunStore.postgresql(pool).close();
    }

    @AfterAll
    static void close_the_pool() {
        pool.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_driver_that_fails_once_at_any_statement_leaves_what_one_leaves_that_never_fails(Faults.When when) {
        Faults none = Faults.none();
        List<StoredRun> expected = play(none);

        for (int i = 0; i < none.statements(); i++) {
            Faults faults = Faults.at(i, when);
            assertThat(play(faults))
                    .as("statement " + i)
                    .usingRecursiveComparison()
                    .ignoringFieldsOfTypes(Instant.class)
                    .isEqualTo(expected);
            assertThat(faults.happened()).isTrue();
        }
    }

    /** The script asks again for what failed; here it has nothing to ask again for. */
    private static List<StoredRun> play(Faults faults) {
        new Rows(pool).clear();
        DataSource faulty = faults.over(pool);
        try (JdbcRunStore store =
                JdbcRunStore.builder(faulty).patience(Duration.ofSeconds(20)).build()) {
            return new FaultScript(store).play();
        }
    }
}
