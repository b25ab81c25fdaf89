package dev.toolflow.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** The row of a writer, which is a part of all that it writes: by it the writer knows which of its batches is there. For one thread. */
final class WriterMark {
    private static final String MARK = """
            INSERT INTO tf_writer (writer, batch, seen_at) VALUES (?, ?, {now})
            ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, seen_at = excluded.seen_at
            """;
    private static final String MARKED = "SELECT batch FROM tf_writer WHERE writer = ?";
    private static final String UNMARK = "DELETE FROM tf_writer WHERE writer = ? OR seen_at < {now} - ?";

    /** Tells the batches of this writer from those of all others. */
    private final String writer = UUID.randomUUID().toString();

    private long batch;

    /** The transaction at work is the next batch. */
    void next(Session session) throws SQLException {
        session.update(MARK, writer, ++batch);
    }

    /** Whether the last batch is there. */
    boolean isThere(Session session) throws SQLException {
        return session.first(MARKED, row -> row.getLong(1), writer)
                .filter(last -> last == batch)
                .isPresent();
    }

    /** Whether there was a batch. */
    boolean isUsed() {
        return batch > 0;
    }

    /** A mark that stays does no harm: the next that is removed after a day takes it away. */
    void remove(Session session) throws SQLException {
        session.update(UNMARK, writer, Micros.of(Duration.ofDays(1)));
    }
}
