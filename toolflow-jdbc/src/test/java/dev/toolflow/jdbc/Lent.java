package dev.toolflow.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;

/**
 * A source of connections that notes how each comes back.
 *
 * @param from the source
 * @param givenBack how each came back
 */
record Lent(DataSource from, List<String> givenBack) {

    DataSource source() {
        return (DataSource) Proxy.newProxyInstance(
                Lent.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object made = method.invoke(from, arguments);
                    return made instanceof Connection connection ? noting(connection) : made;
                });
    }

    private Connection noting(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Lent.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        synchronized (givenBack) {
                            givenBack.add("autoCommit=%s, networkTimeout=%d"
                                    .formatted(connection.getAutoCommit(), connection.getNetworkTimeout()));
                        }
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
