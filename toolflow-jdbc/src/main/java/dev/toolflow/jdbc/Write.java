package dev.toolflow.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that writes rows.
 *
 * @param sql the statement
 * @param values its values, in order
 * @param whenNone what is done when it concerned no row; null for one that may concern none
 */
record Write(
        String sql, List<@Nullable Object> values, @Nullable Check whenNone) {

    /** Finds out why no row was concerned; throws where that must not be. */
    @FunctionalInterface
    interface Check {
        void in(Session session) throws SQLException;
    }

    /** One that may concern no row. */
    static Write of(String sql, @Nullable Object... values) {
        List<@Nullable Object> all = new ArrayList<>();
        Collections.addAll(all, values);
        return new Write(sql, all, null);
    }

    Write whenNone(Check check) {
        return new Write(sql, values, check);
    }

    /** Looks at how many rows it concerned. */
    void check(Session session, int rows) throws SQLException {
        if (rows == 0 && whenNone != null) {
            whenNone.in(session);
        }
    }
}
