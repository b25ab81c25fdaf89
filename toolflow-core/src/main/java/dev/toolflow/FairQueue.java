package dev.toolflow;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait, fair between tenants: one of each tenant in turn, and first come, first served within a tenant. All of it
 * takes the same short time however many wait, but for passing over tenants that may not take one. Not thread-safe.
 *
 * @param <T> who waits; told apart by equality
 */
final class FairQueue<T> {
    private final Map<String, Set<T>> tenants = new LinkedHashMap<>();

    void add(String tenant, T one) {
        Set<T> line = tenants.get(tenant);
        if (line == null) {
            line = new LinkedHashSet<>();
            tenants.put(tenant, line);
        }
        line.add(one);
    }

    /** Takes one out of the line; false when it is not in it, or not any more. */
    boolean remove(String tenant, T one) {
        Set<T> line = tenants.get(tenant);
        if (line == null || !line.remove(one)) {
            return false;
        }
        if (line.isEmpty()) {
            tenants.remove(tenant);
        }
        return true;
    }

    /** Whose turn it is, or null. */
    @Nullable
    T peek() {
        return isEmpty() ? null : tenants.values().iterator().next().iterator().next();
    }

    /** Takes out whose turn it is, or null; the next turn is another tenant's, if another waits. */
    @Nullable
    T poll() {
        return poll(tenant -> true);
    }

    /** The same among the tenants that may take one; those passed over keep their turns. */
    @Nullable
    T poll(Predicate<String> mayTake) {
        for (Map.Entry<String, Set<T>> next : tenants.entrySet()) {
            if (mayTake.test(next.getKey())) {
                return first(next.getKey(), next.getValue());
            }
        }
        return null;
    }

    private T first(String tenant, Set<T> line) {
        Iterator<T> first = line.iterator();
        T one = first.next();
        first.remove();
        if (line.isEmpty()) {
            tenants.remove(tenant);
        } else if (tenants.size() > 1) {
            tenants.remove(tenant);
            tenants.put(tenant, line);
        }
        return one;
    }

    boolean isEmpty() {
        return tenants.isEmpty();
    }
}
