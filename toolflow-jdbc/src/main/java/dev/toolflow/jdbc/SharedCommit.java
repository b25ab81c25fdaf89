package dev.toolflow.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** One try of a commit that is sent together with others. Its caller waits while another thread sends. */
final class SharedCommit {
    private final OneStatement statement;
    private final Attempt<Boolean> attempt;
    private volatile @Nullable FutureTask<Boolean> answer;
    private volatile @Nullable Throwable failure;
    private volatile boolean shared;
    private volatile boolean written;

    SharedCommit(OneStatement statement, Patience left) {
        this.statement = statement;
        this.attempt = new Attempt<>(Attempt.Way.WRITING_AT_ONCE, left);
    }

    /** Has it sent, and waits for the answer. */
    void by(SharedMessages messages, Patience left) throws SQLException {
        attempt.of(
                this::outcome,
                task -> {
                    answer = task;
                    messages.add(this);
                },
                left);
    }

    /** Whether it was sent and may have taken effect. */
    boolean isInDoubt() {
        return attempt.isInDoubt();
    }

    /** Whether what it failed with may be the fault of another commit in the same message. */
    boolean isShared() {
        return shared;
    }

    OneStatement statement() {
        return statement;
    }

    boolean isLike(SharedCommit other) {
        return statement.sql().equals(other.statement.sql());
    }

    /** It is sent now, unless its caller has given it up; then false. */
    boolean goesWith(Connection connection, Session session) {
        attempt.uses(connection);
        return attempt.mayCommit(session);
    }

    /** The database said so. */
    void written() {
        written = true;
    }

    /** The message failed, or could not be sent; what comes after it was written counts for nothing. */
    void failed(Throwable why, boolean ofOthersToo) {
        if (!written) {
            shared = ofOthersToo;
            failure = why;
        }
    }

    /** Its caller goes on. */
    void ended() {
        FutureTask<Boolean> task = answer;
        if (task != null) {
            task.run();
        }
    }

    /** It is not sent any more. */
    void cutOff() {
        FutureTask<Boolean> task = answer;
        if (task != null) {
            task.cancel(false);
        }
    }

    private Boolean outcome() throws SQLException {
        Throwable why = failure;
        if (why instanceof SQLException database) {
            throw database;
        }
        if (why != null) {
            throw new IllegalStateException("a commit could not be sent", why);
        }
        return true;
    }
}
