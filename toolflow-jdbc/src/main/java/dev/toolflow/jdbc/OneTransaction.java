package dev.toolflow.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lends a connection that is in a transaction to a library that would end it, once or several times: for the library nothing
 * ever fails to be committed, and all of it is, or nothing, when the lender ends the transaction.
 */
final class OneTransaction {
    private OneTransaction() {}

    static DataSource over(Connection connection) {
        Connection lent = proxy(Connection.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "commit", "rollback", "setAutoCommit", "close" -> null;
            case "getAutoCommit" -> false;
            default -> invoke(() -> method.invoke(connection, arguments));
        });
        return proxy(DataSource.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getConnection" -> lent;
            case "toString" -> "OneTransaction";
            default -> throw new SQLFeatureNotSupportedException(method.getName());
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Calls what throws exceptions of the driver, wrapped by reflection. */
    @FunctionalInterface
    private interface Call {
        @Nullable
        Object make() throws ReflectiveOperationException;
    }

    private static @Nullable Object invoke(Call call) throws Throwable {
        try {
            return call.make();
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
