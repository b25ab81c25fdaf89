package dev.toolflow.jdbc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.toolflow.run.RunStore;
import dev.toolflow.run.RunStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The whole contract where three sessions of PostgreSQL serve every connection, for one transaction at a time. */
class PgBouncerContractTest extends RunStoreContract {
    private static PgBouncer bouncer;
    private static Rows rows;
    private static String address;

    @BeforeAll
    static void put_a_pg_bouncer_in_front(@TempDir Path directory) throws SQLException, IOException {
        assumeTrue(
                PgBouncer.program().isPresent(),
                "PgBouncer is not installed: nothing is known of stores behind it; on Debian: apt-get install pgbouncer");
        PGSimpleDataSource database = PostgresServer.shared().newDatabase();
        rows = new Rows(database);
        bouncer = PgBouncer.start(directory, PostgresServer.shared().port());
        address =
                "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(bouncer.port(), database.getDatabaseName());
        JdbcRunStore.open(address).close();
    }

    @AfterAll
    static void stop_it() {
        if (bouncer != null) {
            bouncer.close();
        }
    }

    @Override
    protected RunStore emptyStore() {
        rows.clear();
        return JdbcRunStore.open(address);
    }

    @Override
    protected RunStore reopened() {
        return JdbcRunStore.open(address);
    }

    @Override
    protected void pass(Duration time) {
        rows.pass(time);
    }
}
