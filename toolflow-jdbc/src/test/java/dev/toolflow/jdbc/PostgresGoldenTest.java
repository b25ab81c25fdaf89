package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(60)
class PostgresGoldenTest {
    @Test
    void what_version_1_wrote_is_read_and_can_be_gone_on_with() throws Exception {
        PGSimpleDataSource database = PostgresServer.shared().newDatabase();
        new Rows(database).execute(GoldenRuns.script("postgresql-v1.sql"));

        try (JdbcRunStore store = JdbcRunStore.postgresql(database)) {
            GoldenRuns.assertAllAreReadFrom(store);
            assertThat(store.create(SampleRuns.run("next"), SampleRuns.owner("anna"))
                            .created())
                    .isTrue();
        }
    }
}
