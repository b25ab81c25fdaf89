package dev.toolflow.jdbc;

import dev.toolflow.run.RunStoreException;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;

/** The tables in PostgreSQL. */
final class PostgresTables {
    private static final String STORE = "PostgreSQL";

    /** Held until the transaction ends: a session may serve others after that. The number is any that nobody else uses. */
    private static final String ONE_AT_A_TIME = "SELECT 1 FROM pg_advisory_xact_lock(7218344019225)";

    private PostgresTables() {}

    /** Makes them or brings them up to date, all or nothing, while every other process that does so waits. */
    static boolean upToDate(Session session) throws SQLException {
        session.first(ONE_AT_A_TIME, row -> true);
        OneTransaction lent = new OneTransaction(session.connection());
        try {
            Migration.run(
                    STORE,
                    Migration.of("postgresql")
                            .dataSource(lent.source())
                            // Other tables may be there already: they are no concern of ours.
                            .baselineOnMigrate(true)
                            .baselineVersion("0"));
        } catch (FlywayException e) {
            throw lent.failure().orElseThrow(() -> strange(e));
        } catch (RuntimeException e) {
            throw lent.failure().orElseThrow(() -> e);
        }
        if (lent.failure().isPresent()) {
            throw lent.failure().get();
        }
        Migration.checkFormat(STORE, session);
        return true;
    }

    private static RunStoreException strange(FlywayException cause) {
        return new RunStoreException(
                "opening the store: the tables are not those that this ToolFlow makes; nothing was changed; go back to a copy of "
                        + "the database, or name another one; see the cause",
                cause);
    }
}
