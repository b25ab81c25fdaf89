package dev.toolflow.jdbc;

import java.sql.SQLException;
import java.util.List;

/**
 * What one commit writes.
 *
 * @param run whose commit it is
 * @param writes all of it
 * @param isThere finds out whether it was written, for one whose answer was lost; keeps it from being written from then on
 * @param ordered whether a statement may concern what one before it wrote
 * @param soon whether it need not be on disk at once: then it survives the end of this process when it is written, and the end of
 *     the machine with the next commit, or a moment later
 */
record Batch(String run, List<Write> writes, Database.Work<Boolean> isThere, boolean ordered, boolean soon) {

    /** Writes one statement after the other. */
    boolean writeInOrder(Session session) throws SQLException {
        session.updateAll(writes);
        return true;
    }
}
