package dev.toolflow.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A writer's connection, opened where there is none, and whether its commits wait for the disk. For one thread. */
final class WriterConnection {
    private final Connections connections;
    private @Nullable OpenConnection open;
    private boolean syncing;

    WriterConnection(Connections connections) {
        this.connections = connections;
    }

    /** @param syncs whether a commit is to be on disk when it returns, with all that was written before it */
    Session session(boolean syncs) throws SQLException {
        OpenConnection used = open;
        if (used == null) {
            used = OpenConnection.of(connections);
            open = used;
            syncing = true;
        }
        if (syncing != syncs) {
            used.session().update(syncs ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            syncing = syncs;
        }
        return used.session();
    }

    boolean isSyncing() {
        return syncing;
    }

    /** Closes it after a failure. */
    void drop(SQLException cause) {
        if (open != null) {
            open.closeAfter(cause);
            open = null;
        }
    }
}
