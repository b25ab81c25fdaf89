package dev.toolflow;

import dev.toolflow.tool.CallContext.Registration;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be woken when something ends: each action once, the latest registered first. Thread-safe. */
final class Wakeups {
    private static final Logger LOG = LoggerFactory.getLogger(Wakeups.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<Long, Runnable> actions = new TreeMap<>();
    private long registered;
    private boolean ended;

    /** Wakes all, and from now on whatever is registered, at once. A socket is so closed before its thread is interrupted. */
    void wakeAll() {
        lock.lock();
        try {
            ended = true;
            while (!actions.isEmpty()) {
                wake(actions.pollLastEntry().getValue());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does the action when this ends, at once if it has ended.
     *
     * @return takes the action back; once that returns, it will not start any more
     */
    Registration register(Runnable action) {
        long number;
        lock.lock();
        try {
            if (ended) {
                wake(action);
                return () -> {};
            }
            number = registered++;
            actions.put(number, action);
        } finally {
            lock.unlock();
        }
        return () -> {
            lock.lock();
            try {
                actions.remove(number);
            } finally {
                lock.unlock();
            }
        };
    }

    /** One action that throws must not keep the others asleep. */
    private static void wake(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOG.warn("an onCancel action threw {}", e.getClass().getName());
        }
    }
}
