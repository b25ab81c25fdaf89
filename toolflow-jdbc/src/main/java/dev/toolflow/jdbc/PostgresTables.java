package dev.toolflow.jdbc;

import dev.toolflow.run.RunStoreException;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The tables in PostgreSQL. */
final class PostgresTables {
    /** Held until the transaction ends: a session may serve others after that. The number is any that nobody else uses. */
    private static final String ONE_AT_A_TIME = "SELECT 1 FROM pg_advisory_xact_lock(7218344019225)";

    private PostgresTables() {}

    /** Makes them or brings them up to date, all or nothing, while every other process that does so waits. */
    static boolean upToDate(Session session) throws SQLException {
        session.first(ONE_AT_A_TIME, row -> true);
        FluentConfiguration steps = Migration.of("postgresql")
                .dataSource(OneTransaction.over(session.connection()))
                // Other tables may be there already: they are no concern of ours.
                .baselineOnMigrate(true)
                .baselineVersion("0");
        try {
            Migration.run("PostgreSQL", steps);
        } catch (FlywayException e) {
            throw failure(e);
        }
        return true;
    }

    private static SQLException failure(FlywayException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException database) {
                return database;
            }
        }
        throw new RunStoreException(
                "opening the store: the tables are not those that this ToolFlow makes; nothing was changed; go back to a copy of "
                        + "the database, or name another one; see the cause",
                failed);
    }
}
