package dev.toolflow.jdbc;

import dev.toolflow.run.RunStoreException;
import java.sql.SQLException;

/**
 * Says what SQLite's failures mean to whoever has to mend them. Immutable.
 *
 * @param store which store it is
 */
record SqliteFailure(String store) {
    /** Result codes, from <a href="https://sqlite.org/rescode.html">SQLite's list</a>. */
    private static final int PERMISSION = 3;

    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READ_ONLY = 8;
    private static final int INPUT_OUTPUT = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANNOT_OPEN = 14;
    private static final int NOT_A_DATABASE = 26;
    private static final int PRIMARY_CODE = 0xff;

    /** Something was certainly not done. */
    RunStoreException of(String what, SQLException cause) {
        return new RunStoreException(store + ": " + what + " failed, nothing was written: " + meaning(cause), cause);
    }

    /** Something was done, or not. */
    RunStoreException unknown(String what, Throwable cause) {
        return new RunStoreException(
                store + ": it is not known whether " + what
                        + " was written, for the disk gave no answer and the file could not be read again; load the run before going on",
                cause);
    }

    RunStoreException interrupted(String what, InterruptedException cause) {
        return new RunStoreException(store + ": " + what + " failed, nothing was written: interrupted", cause);
    }

    RunStoreException late(String what) {
        return new RunStoreException(
                store + ": " + what
                        + " failed, nothing was written: its turn did not come in time; another process may be "
                        + "writing for long, or the disk is slow: look for both, then try again",
                null);
    }

    RunStoreException closed(String what) {
        return new RunStoreException(store + ": " + what + " failed, nothing was written: the store is closed", null);
    }

    /** Whether somebody else was at work, and nothing is wrong with the file. */
    static boolean isBusy(SQLException cause) {
        return code(cause) == BUSY;
    }

    private static int code(SQLException cause) {
        return cause.getErrorCode() & PRIMARY_CODE;
    }

    private static String meaning(SQLException cause) {
        return switch (code(cause)) {
            case BUSY, LOCKED -> "another process keeps the file locked; look which one has it open, then try again";
            case READ_ONLY, PERMISSION ->
                "the file may not be written; give this user the right to write to it and to its directory";
            case FULL -> "the disk or the user's quota is full; make room, then try again";
            case INPUT_OUTPUT ->
                "the disk failed to read or write; look at the system's log, and whether the file is on a network file system";
            case CANNOT_OPEN ->
                "the file or one beside it cannot be opened; it needs a directory that is there and may be written";
            case NOT_A_DATABASE -> "the file is no SQLite database; name another one";
            case CORRUPT ->
                "the file is damaged; copy it away, then export what can still be read, or go back to a copy of it";
            default -> "the database refused a statement; see the cause";
        };
    }
}
