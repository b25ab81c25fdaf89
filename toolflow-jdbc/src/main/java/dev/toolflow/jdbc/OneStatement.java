package dev.toolflow.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What one commit writes, as one statement of PostgreSQL, which sees what was there before it: all of it or nothing. A part that was
 * to concern a row and concerned none has the database divide by zero, so that nothing is written.
 *
 * @param run whose commit it is
 * @param sql the statement, the same for all commits that make the same changes
 * @param values its values, in order
 */
record OneStatement(String run, String sql, List<@Nullable Object> values) {

    static OneStatement of(Batch batch) {
        List<Write> writes = batch.writes();
        StringJoiner parts = new StringJoiner(",\n", "WITH ", "\n");
        StringJoiner checks = new StringJoiner(", ", "SELECT ", "");
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            values.addAll(writes.get(i).values());
            parts.add("w" + i + " AS (" + writes.get(i).sql() + " RETURNING 1)");
            if (writes.get(i).whenNone() != null) {
                checks.add("1 / (SELECT count(*) FROM w" + i + ")");
            }
        }
        return new OneStatement(batch.run(), parts.toString() + checks, values);
    }
}
