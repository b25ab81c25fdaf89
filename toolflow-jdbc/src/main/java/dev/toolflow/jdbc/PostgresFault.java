package dev.toolflow.jdbc;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** What an error of PostgreSQL, its driver or a pool of connections means for a store of runs. */
final class PostgresFault {
    /** Classes of errors in which another try may do: connection lost, rolled back to be done again, no resources, operator. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57");

    /** A statement that was cancelled: by its time limit, by a person, or by a caller that waits no longer. */
    static final String CANCELLED = "57014";

    /** Not of the database: what was sent together is to be rolled back and done again, one statement after the other. */
    private static final String ONE_BY_ONE = "40000";

    /** By zero: that is how a statement is told that was to concern a row. */
    private static final String DIVIDED = "22012";

    /** Of these classes, errors that stay: a full disk, and what was cancelled. */
    private static final Set<String> STAYING = Set.of("53100", CANCELLED);

    /** A transaction that the server ended because nothing came of it for a while: its process was paused. */
    private static final String PAUSED = "25P03";

    /** A statement that the driver kept is gone from its session: the driver sends it anew. */
    private static final String FORGOTTEN = "26000";

    /** Its name is that of another statement already: of another client, behind a pooler. */
    private static final String TAKEN = "42P05";

    private static final String KEEP_NONE =
            "behind a pooler that hands out sessions by transaction, say prepareThreshold=0 in the address";

    /** A row that is referred to was deleted meanwhile: it is made again by another try. */
    private static final String REFERENCE = "23503";

    private static final int TRIES_OF_COLLISIONS = 3;

    private static final Map<String, String> REMEDIES = Map.of(
            "08",
            "check that it is running and reachable, then try again",
            "57",
            "check that it is running and reachable, then try again",
            "53",
            "give it more of what it lacks",
            "28",
            "check the user and its password",
            "3D",
            "create this database, or name another one",
            "42",
            "let the user create and write tables in its schema, and open the store again so that its tables are made",
            "25",
            "connect to a server that may be written to",
            FORGOTTEN,
            KEEP_NONE,
            TAKEN,
            KEEP_NONE,
            "40",
            "try again; many transactions collide");

    private static final int STATE_LENGTH = 5;

    private PostgresFault() {}

    /**
     * Whether another try may do.
     *
     * @param failures how often it was tried already
     */
    static boolean mayPass(SQLException failure, int failures) {
        String state = state(failure);
        if (state.isEmpty()) {
            return failure instanceof SQLTransientException || failure instanceof SQLRecoverableException;
        }
        boolean collided = state.equals(REFERENCE) && failures < TRIES_OF_COLLISIONS;
        boolean passes = PASSING.contains(state.substring(0, 2)) || state.equals(PAUSED) || state.equals(FORGOTTEN);
        return collided || (passes && !STAYING.contains(state));
    }

    /** Whether the statement was broken off, so that nothing was written. */
    static boolean isCancelled(SQLException failure) {
        return state(failure).equals(CANCELLED);
    }

    /** Whether the database gave no answer to what it was sent, so that it may have been written. */
    static boolean isUnanswered(SQLException failure) {
        String state = state(failure);
        return state.isEmpty() || state.startsWith("08") || (state.startsWith("57") && !state.equals(CANCELLED));
    }

    /** Whether a statement failed for what may be mended, or said better, where it stands alone: a row that was not there, or was. */
    static boolean isOfTogether(SQLException failure) {
        String state = state(failure);
        return state.equals(DIVIDED) || state.startsWith("21") || state.startsWith("23");
    }

    /** What was sent together is to be done one by one, so that the statement that failed says itself what is wrong. */
    static SQLException oneByOne() {
        return new SQLException("a statement failed, or concerned no row", ONE_BY_ONE);
    }

    /** What the database says, and what to do about it. */
    static String describe(SQLException failure) {
        String state = state(failure);
        String remedy = state.isEmpty()
                ? REMEDIES.get("08")
                : REMEDIES.getOrDefault(state, REMEDIES.get(state.substring(0, 2)));
        return "PostgreSQL says '" + firstLine(failure) + "'" + (state.isEmpty() ? "" : " (" + state + ")") + "; "
                + (remedy == null ? "see the server's log" : remedy);
    }

    /** What a task of the store failed with; what its work itself threw is thrown. */
    static SQLException thrownBy(ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof SQLException sql ? sql : new SQLException(cause);
    }

    private static String state(SQLException failure) {
        String state = said(failure).getSQLState();
        return state != null && state.length() == STATE_LENGTH ? state : "";
    }

    /** Of an error and its causes, the last that a database or driver says: a pool wraps it. */
    private static SQLException said(SQLException failure) {
        SQLException last = failure;
        for (Throwable at = failure.getCause(); at != null; at = at.getCause()) {
            last = at instanceof SQLException deeper ? deeper : last;
        }
        return last;
    }

    /** The rest may quote rows. */
    private static String firstLine(SQLException failure) {
        String message = String.valueOf(said(failure).getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
