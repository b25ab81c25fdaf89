package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.StoredRun;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class PostgresFaultTest {
    /** Opening is slow, so that only some of its statements fail unless all are wanted. */
    private static final int STRIDE = Integer.getInteger("toolflow.openingFaultStride", 5);

    private HikariDataSource pool;
    private Rows rows;

    @BeforeEach
    void make_a_database() throws SQLException {
        pool = PostgresServer.shared().newPool();
        rows = new Rows(pool);
    }

    @AfterEach
    void close_the_pool() {
        pool.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_driver_that_fails_once_at_any_statement_leaves_what_one_leaves_that_never_fails(Faults.When when) {
        AtomicReference<DataSource> driver = new AtomicReference<>(pool);
        try (JdbcRunStore store = JdbcRunStore.postgresql(oneOf(driver))) {
            Faults none = Faults.none();
            driver.set(none.over(pool));
            List<StoredRun> expected = new FaultScript(store).play();

            for (int i = 0; i < none.statements(); i++) {
                rows.clear();
                Faults faults = Faults.at(i, when);
                driver.set(faults.over(pool));
                assertThat(new FaultScript(store).play())
                        .as("statement " + i)
                        .usingRecursiveComparison()
                        .ignoringFieldsOfTypes(Instant.class)
                        .isEqualTo(expected);
                assertThat(faults.happened()).isTrue();
            }
        }
    }

    /** Whichever is set at the moment. */
    private static DataSource oneOf(AtomicReference<DataSource> current) {
        return (DataSource) Proxy.newProxyInstance(
                PostgresFaultTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> current.get().getConnection());
    }

    @ParameterizedTest
    @EnumSource
    void a_driver_that_fails_once_while_a_store_is_opened_leaves_tables_that_work(Faults.When when) {
        Faults none = Faults.none();
        JdbcRunStore.postgresql(none.over(pool)).close();
        long expected = tables();

        for (int i = 0; i < none.statements(); i += STRIDE) {
            rows.execute("DROP SCHEMA public CASCADE");
            rows.execute("CREATE SCHEMA public");
            Faults faults = Faults.at(i, when);
            try (JdbcRunStore store = JdbcRunStore.postgresql(faults.over(pool))) {
                assertThat(store.create(SampleRuns.run("run-1"), null).created())
                        .isTrue();
            }
            assertThat(faults.happened()).isTrue();
            assertThat(tables()).as("statement " + i).isEqualTo(expected);
            assertThat(rows.number("SELECT count(*) FROM tf_schema_history")).isOne();
        }
    }

    private long tables() {
        return rows.number("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    }
}
