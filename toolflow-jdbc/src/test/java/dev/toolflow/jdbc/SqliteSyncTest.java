package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.SampleRuns.accepted;
import static dev.toolflow.jdbc.SampleRuns.intended;
import static dev.toolflow.jdbc.SampleRuns.owner;
import static dev.toolflow.jdbc.SampleRuns.run;
import static dev.toolflow.jdbc.SampleRuns.settled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which commits wait for the disk: SQLite waits where it is told FULL, and does not where it is told NORMAL. */
@Timeout(60)
class SqliteSyncTest {
    private static final int NORMAL = 1;
    private static final int FULL = 2;

    @TempDir
    Path directory;

    private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
    private SqliteFile file;

    @BeforeEach
    void file() {
        file = new SqliteFile(directory.resolve("runs.db"), Clock.systemUTC(), Duration.ofSeconds(30));
    }

    @Test
    void what_came_of_a_call_is_on_disk_with_what_follows_or_in_a_moment() throws Exception {
        try (JdbcRunStore store = watched()) {
            Lease lease =
                    Objects.requireNonNull(store.create(run("a"), owner("anna")).lease());
            assertWritten(FULL);

            store.commit(lease, 1, List.of(intended("c1")));
            assertWritten(FULL);
            store.commit(lease, 2, List.of(settled("c1")));
            assertWritten(NORMAL);
            assertThat(next()).as("nothing follows").isEqualTo("mark " + FULL);
            store.commit(lease, 3, List.of(accepted("hero"), intended("c2")));
            assertWritten(FULL);
            store.commit(lease, 4, List.of(settled("c2"), accepted("logo")));
            assertWritten(FULL);

            assertThat(written).isEmpty();
            assertThat(store.load("a").orElseThrow().calls())
                    .extracting(CallRecord::id)
                    .containsExactly("c1", "c2");
        }
    }

    private void assertWritten(int mode) throws InterruptedException {
        assertThat(List.of(next(), next(), next())).containsExactly("begin " + mode, "mark " + mode, "commit " + mode);
    }

    private String next() throws InterruptedException {
        return Objects.requireNonNull(written.poll(30, TimeUnit.SECONDS));
    }

    private JdbcRunStore watched() {
        return new JdbcRunStore(SqliteDatabase.open(file, () -> watched(file.open())), Duration.ofSeconds(30));
    }

    private Connection watched(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object made = invoke(() -> method.invoke(connection, arguments));
                    return made instanceof PreparedStatement prepared
                            ? watched(prepared, connection, String.valueOf(arguments[0]))
                            : made;
                });
    }

    private PreparedStatement watched(PreparedStatement statement, Connection connection, String sql) {
        return (PreparedStatement) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PreparedStatement.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("executeUpdate")) {
                        note(sql, connection);
                    }
                    return invoke(() -> method.invoke(statement, arguments));
                });
    }

    private void note(String sql, Connection connection) throws SQLException {
        String what = sql.startsWith("BEGIN")
                ? "begin"
                : sql.startsWith("COMMIT") ? "commit" : sql.startsWith("INSERT INTO tf_writer") ? "mark" : "";
        if (!what.isEmpty()) {
            try (Statement asking = connection.createStatement();
                    ResultSet mode = asking.executeQuery("PRAGMA synchronous")) {
                written.add(what + " " + mode.getInt(1));
            }
        }
    }

    /** What is called by reflection. */
    @FunctionalInterface
    private interface Call {
        Object make() throws ReflectiveOperationException;
    }

    private static Object invoke(Call call) throws Throwable {
        try {
            return call.make();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
