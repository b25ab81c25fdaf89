package dev.toolflow.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** What tests do to the tables behind a store's back. */
record Rows(DataSource database) {

    /** Takes every run out. */
    void clear() {
        execute(
                "TRUNCATE tf_run, tf_run_payload, tf_attempt, tf_step, tf_blob, tf_step_blob, tf_decision, tf_scheduled_tasks");
    }

    /** Sets every time back that the store wrote, as if so much had passed since. */
    void pass(Duration time) {
        long by = Micros.of(time);
        execute(
                "UPDATE tf_run SET created_at = created_at - %1$d, updated_at = updated_at - %1$d, ended_at = ended_at - %1$d, "
                                .formatted(by)
                        + "lease_until = lease_until - " + by);
        execute("UPDATE tf_decision SET decided_at = decided_at - " + by);
    }

    /** One number. */
    long number(String query) {
        return Long.parseLong(text(query));
    }

    /** One value. */
    String text(String query) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    void execute(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
