package dev.toolflow.jdbc;

/**
 * What the two databases write differently in statements that are the same otherwise.
 *
 * @param now the time in microseconds since 1970, for {@code {now}} in a statement
 * @param lock what follows a query whose rows are about to be written, for {@code {lock}}
 * @param together whether several statements can be sent as one, which spares the way there and back of each
 */
record Dialect(String now, String lock, boolean together) {
    /** One writer at a time needs no locks; the time is a function that each connection is given. */
    static final Dialect SQLITE = new Dialect("tf_now()", "", false);
    /**
     * The database's own clock, as it stood when the transaction began: one moment for all that it writes. Who had to wait for
     * others takes leases of theirs for longer than they are and its own for shorter, which are the safe sides.
     */
    static final Dialect POSTGRESQL =
            new Dialect("CAST(floor(extract(epoch FROM now()) * 1000000) AS BIGINT)", " FOR UPDATE", true);

    /** The same where each statement shall say itself what is wrong. */
    static final Dialect POSTGRESQL_APART = new Dialect(POSTGRESQL.now(), POSTGRESQL.lock(), false);

    String write(String statement) {
        return statement.replace("{now}", now).replace("{lock}", lock);
    }
}
