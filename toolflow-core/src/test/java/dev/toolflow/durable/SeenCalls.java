package dev.toolflow.durable;

import dev.toolflow.run.RunStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BiConsumer;

/** A store whose calls are seen before they are made; who sees one may hold it up, or throw in its place. */
final class SeenCalls {
    private SeenCalls() {}

    /** @param seen is given the method's name and its arguments, null where it has none */
    static RunStore of(RunStore store, BiConsumer<String, Object[]> seen) {
        return (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, arguments) -> {
                    seen.accept(method.getName(), arguments);
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
