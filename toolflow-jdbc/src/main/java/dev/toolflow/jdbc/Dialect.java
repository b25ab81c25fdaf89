package dev.toolflow.jdbc;

/**
 * What the two databases write differently in statements that are the same otherwise.
 *
 * @param now the time in microseconds since 1970, for {@code {now}} in a statement
 * @param lock what follows a query whose rows are about to be written, for {@code {lock}}
 */
record Dialect(String now, String lock) {
    /** One writer at a time needs no locks; the time is a function that each connection is given. */
    static final Dialect SQLITE = new Dialect("tf_now()", "");
    /**
     * The database's own clock, as it stood when the transaction began: one moment for all that it writes. Who had to wait for
     * others takes leases of theirs for longer than they are and its own for shorter, which are the safe sides.
     */
    static final Dialect POSTGRESQL =
            new Dialect("CAST(floor(extract(epoch FROM now()) * 1000000) AS BIGINT)", " FOR UPDATE");

    String write(String statement) {
        return statement.replace("{now}", now).replace("{lock}", lock);
    }
}
