package dev.toolflow.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.RunStoreContract;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresContractTest extends RunStoreContract {
    private static HikariDataSource database;
    private static Rows rows;

    @BeforeAll
    static void make_a_database() throws SQLException {
        database = PostgresServer.shared().newPool();
        rows = new Rows(database);
        JdbcRunStore.postgresql(database).close();
    }

    @AfterAll
    static void close_the_pool() {
        database.close();
    }

    @Override
    protected RunStore emptyStore() {
        rows.clear();
        return JdbcRunStore.postgresql(database);
    }

    @Override
    protected RunStore reopened() {
        return JdbcRunStore.postgresql(database);
    }

    @Override
    protected void pass(Duration time) {
        rows.pass(time);
    }
}
