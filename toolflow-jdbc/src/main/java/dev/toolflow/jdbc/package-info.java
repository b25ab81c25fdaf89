/** Keeps runs in a relational database: in an SQLite file, or in PostgreSQL. */
@NullMarked
package dev.toolflow.jdbc;

import org.jspecify.annotations.NullMarked;
