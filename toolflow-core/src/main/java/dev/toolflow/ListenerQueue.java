package dev.toolflow;

import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.event.ToolFlowListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener what happens, in order, on a thread that is not the run's. A listener that falls behind loses deltas,
 * which are counted; one that is hopelessly behind is told no more. Thread-safe.
 */
final class ListenerQueue {
    /** Behind by this many events, a listener loses deltas. */
    static final int DELTAS_UP_TO = 1024;

    /** Behind by this many events, a listener is given up. */
    static final int GIVEN_UP_AT = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(ListenerQueue.class);

    private final ToolFlowListener listener;
    private final Executor executor;
    private final Deque<ToolFlowEvent> waiting = new ArrayDeque<>();
    private boolean delivering;
    private boolean givenUp;
    private long dropped;

    ListenerQueue(ToolFlowListener listener, Executor executor) {
        this.listener = listener;
        this.executor = executor;
    }

    void add(ToolFlowEvent event) {
        synchronized (waiting) {
            if (givenUp) {
                return;
            }
            if (event instanceof ToolFlowEvent.TextDelta && waiting.size() >= DELTAS_UP_TO) {
                dropped++;
                return;
            }
            if (waiting.size() >= GIVEN_UP_AT) {
                giveUp();
                return;
            }
            waiting.add(event);
            if (delivering) {
                return;
            }
            delivering = true;
        }
        deliverSoon();
    }

    private void deliverSoon() {
        try {
            executor.execute(this::deliver);
        } catch (RejectedExecutionException e) {
            LOG.debug("listener not told: the engine is closed");
        }
    }

    private void deliver() {
        for (ToolFlowEvent event = next(); event != null; event = next()) {
            tell(event);
        }
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable")
    private void tell(ToolFlowEvent event) {
        try {
            listener.onEvent(event);
        } catch (Throwable e) {
            LOG.warn(
                    "listener {} threw {} at event {}",
                    listener.getClass().getName(),
                    e.getClass().getName(),
                    event.at());
        }
    }

    private @Nullable ToolFlowEvent next() {
        synchronized (waiting) {
            ToolFlowEvent event = waiting.poll();
            if (event == null) {
                delivering = false;
                if (dropped > 0) {
                    LOG.warn(
                            "listener {} was too slow: {} deltas dropped",
                            listener.getClass().getName(),
                            dropped);
                    dropped = 0;
                }
            }
            return event;
        }
    }

    private void giveUp() {
        givenUp = true;
        waiting.clear();
        LOG.error(
                "listener {} is {} events behind and is told no more",
                listener.getClass().getName(),
                GIVEN_UP_AT);
    }
}
