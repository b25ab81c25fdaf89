package dev.toolflow.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;

/** Has those wait who want a connection, while it is shut. */
final class Turnstile {
    private volatile CountDownLatch opens = new CountDownLatch(0);

    void shut() {
        opens = new CountDownLatch(1);
    }

    void open() {
        opens.countDown();
    }

    DataSource before(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(
                Turnstile.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        opens.await();
                    }
                    try {
                        return method.invoke(source, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
