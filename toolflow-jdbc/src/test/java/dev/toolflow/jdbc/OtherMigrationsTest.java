package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherMigrationsTest {
    /** Its default is all that lies anywhere under db/migration on the class path. */
    @Test
    void an_application_that_migrates_its_own_tables_by_flyways_defaults_finds_none_of_ours(@TempDir Path directory) {
        Flyway application = Flyway.configure()
                .dataSource("jdbc:sqlite:" + directory.resolve("application.db"), null, null)
                .load();

        assertThat(application.migrate().migrationsExecuted).isZero();
    }
}
