package dev.toolflow.jdbc;

/**
 * The query that a transaction begins with. It may be sent together with what is written first.
 *
 * @param query the query, which gives one row
 * @param row takes it
 */
record Opening(Write query, Session.Row<?> row) {}
