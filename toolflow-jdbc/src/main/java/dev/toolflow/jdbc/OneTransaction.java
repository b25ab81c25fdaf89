package dev.toolflow.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lends a connection that is in a transaction to a library that would end it, once or several times: for the library nothing
 * ever fails to be committed, and all of it is, or nothing, when the lender ends the transaction. Remembers what failed first,
 * which a library may pass over, or follow up with another failure. For one thread.
 */
final class OneTransaction {
    private final Connection connection;
    private @Nullable SQLException failure;

    OneTransaction(Connection connection) {
        this.connection = connection;
    }

    /** What failed first on the connection, if anything did. */
    Optional<SQLException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Where the library gets the connection. */
    DataSource source() {
        Connection lent = proxy(Connection.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "commit", "rollback", "setAutoCommit", "close" -> null;
            case "getAutoCommit" -> false;
            default -> watched(invoke(connection, method, arguments));
        });
        return proxy(DataSource.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getConnection" -> lent;
            case "toString" -> "OneTransaction";
            default -> throw new SQLFeatureNotSupportedException(method.getName());
        });
    }

    private @Nullable Object watched(@Nullable Object made) {
        if (made instanceof CallableStatement) {
            return made;
        }
        if (made instanceof PreparedStatement statement) {
            return proxy(PreparedStatement.class, (proxy, method, values) -> invoke(statement, method, values));
        }
        return made instanceof Statement statement
                ? proxy(Statement.class, (proxy, method, values) -> invoke(statement, method, values))
                : made;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Object invoke(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (failure == null && cause instanceof SQLException first) {
                failure = first;
            }
            throw cause;
        }
    }
}
