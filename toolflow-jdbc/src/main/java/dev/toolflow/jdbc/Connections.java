package dev.toolflow.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections. Thread-safe. */
@FunctionalInterface
interface Connections {
    /** A new connection, in auto-commit mode, which the caller closes. */
    Connection open() throws SQLException;
}
