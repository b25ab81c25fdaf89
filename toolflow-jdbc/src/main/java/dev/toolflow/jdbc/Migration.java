package dev.toolflow.jdbc;

import dev.toolflow.run.RunIncompatibleException;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Makes the tables and brings them up to date. Whoever calls it sees to it that nobody else does so at the same time. */
final class Migration {
    /** Which steps were taken; has nothing to do with the history that an application keeps of its own tables. */
    static final String HISTORY = "tf_schema_history";

    /** The form of the rows that this program writes. */
    private static final int FORMAT = 1;

    private static final String KEPT_FORMAT = "SELECT value FROM tf_meta WHERE name = 'format'";

    private Migration() {}

    /**
     * The steps for a kind of database, such as {@code sqlite}. Nothing that is found amiss is passed over. They do not lie where Flyway
     * looks by itself: an application that uses it would take them for its own.
     */
    static FluentConfiguration of(String kind) {
        return Flyway.configure(Migration.class.getClassLoader())
                .locations("classpath:dev/toolflow/jdbc/migration/" + kind)
                .table(HISTORY)
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .ignoreMigrationPatterns(new String[0]);
    }

    /**
     * Takes the steps that are missing.
     *
     * @param store which store it is, for messages
     * @throws RunIncompatibleException if a newer program took steps that are not known here; nothing is touched then
     * @throws FlywayException if a step fails, or one that was taken earlier is not the one that is known here
     */
    static void run(String store, FluentConfiguration steps) {
        Flyway flyway = steps.load();
        for (MigrationInfo step : flyway.info().applied()) {
            if (step.isVersioned()
                    && step.getState().isApplied()
                    && !step.getState().isResolved()) {
                throw newer(store, "its tables are of version " + step.getVersion());
            }
        }
        flyway.migrate();
    }

    /**
     * Looks whether rows have the form that this program writes; the tables are those that it knows.
     *
     * @throws RunIncompatibleException if they have a newer one; nothing is touched then
     */
    static void checkFormat(String store, Session session) throws SQLException {
        String format =
                session.first(KEPT_FORMAT, row -> row.getString("value")).orElse("that is missing");
        if (!format.equals(String.valueOf(FORMAT))) {
            throw newer(store, "its rows are of format " + format);
        }
    }

    private static RunIncompatibleException newer(String store, String why) {
        return new RunIncompatibleException(
                store + " was written by a newer ToolFlow, " + why
                        + ", which this one does not know; nothing was touched; use the newer one, or another store",
                null);
    }
}
