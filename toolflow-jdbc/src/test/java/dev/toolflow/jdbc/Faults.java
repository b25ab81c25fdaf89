package dev.toolflow.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A driver that fails at the statement of a number, counted over all connections, before or after it took effect. */
final class Faults {
    private static final int NEVER = -1;
    private static final Set<String> OF_CONNECTION = Set.of("commit", "rollback", "setAutoCommit");

    private final AtomicInteger statements = new AtomicInteger();
    private final int number;
    private final When when;
    private final AtomicInteger failuresLeft;

    private Faults(int number, When when, int failures) {
        this.number = number;
        this.when = when;
        this.failuresLeft = new AtomicInteger(failures);
    }

    /** On which side of its effect a statement fails. */
    enum When {
        BEFORE_IT_TOOK_EFFECT,
        AFTER_IT_TOOK_EFFECT
    }

    /** A driver that only counts. */
    static Faults none() {
        return new Faults(NEVER, When.BEFORE_IT_TOOK_EFFECT, 0);
    }

    /** A driver that fails once, at a statement, the first being 0, as one does whose connection is gone. */
    static Faults at(int number, When when) {
        return new Faults(number, when, 1);
    }

    /** A driver that fails at a statement and at several that follow. */
    static Faults from(int number, When when, int failures) {
        return new Faults(number, when, failures);
    }

    /** How many statements there were. */
    int statements() {
        return statements.get();
    }

    /** Whether the statement that fails was reached. */
    boolean happened() {
        return statements.get() > number;
    }

    Connections over(Connections connections) {
        return () -> (Connection) point("open", () -> over(connections.open()));
    }

    DataSource over(DataSource source) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Call call = () -> invoke(source, method, arguments);
            return method.getName().equals("getConnection")
                    ? point("open", () -> over((Connection) call.make()))
                    : call.make();
        });
    }

    private Connection over(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Call call = () -> invoke(connection, method, arguments);
            Object made = OF_CONNECTION.contains(method.getName()) ? point(method.getName(), call) : call.make();
            if (made instanceof PreparedStatement prepared) {
                return over(PreparedStatement.class, prepared, String.valueOf(arguments[0]));
            }
            return made instanceof Statement statement ? over(Statement.class, statement, "") : made;
        });
    }

    private <T extends Statement> T over(Class<T> type, T statement, String sql) {
        return proxy(type, (proxy, method, arguments) -> {
            Call call = () -> invoke(statement, method, arguments);
            String text = arguments == null || !sql.isEmpty() ? sql : String.valueOf(arguments[0]);
            return method.getName().startsWith("execute") ? point(text, call) : call.make();
        });
    }

    private Object point(String what, Call call) throws SQLException {
        boolean fails = statements.getAndIncrement() >= number && failuresLeft.getAndDecrement() > 0;
        if (fails && when == When.BEFORE_IT_TOOK_EFFECT) {
            throw failure(what);
        }
        Object made = call.make();
        if (fails) {
            if (made instanceof Connection connection) {
                connection.close();
            }
            throw failure(what);
        }
        return made;
    }

    private SQLException failure(String what) {
        return new SQLException("injected " + when + ": " + what, "08006");
    }

    /** What is done when no fault comes between. */
    @FunctionalInterface
    private interface Call {
        Object make() throws SQLException;
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new AssertionError(method.getName(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(method.getName(), e);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Faults.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
