package dev.toolflow;

import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.event.ToolFlowEvent.At;
import dev.toolflow.event.ToolFlowListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one listener what happens, in order, on a thread that is not the run's. A listener that falls behind loses events,
 * deltas first, and is told how many once it has caught up. Thread-safe.
 */
final class ListenerQueue {
    /** Behind by this many events, a listener loses deltas and previews. */
    static final int DELTAS_UP_TO = 1024;

    /** Behind by this many events, a listener loses all but the ends of runs. */
    static final int ALL_UP_TO = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(ListenerQueue.class);

    private final ToolFlowListener listener;
    private final Executor executor;
    private final Deque<ToolFlowEvent> waiting = new ArrayDeque<>();
    private boolean delivering;
    private long lost;
    private @Nullable At lastLost;

    ListenerQueue(ToolFlowListener listener, Executor executor) {
        this.listener = listener;
        this.executor = executor;
    }

    void add(ToolFlowEvent event) {
        synchronized (waiting) {
            if (!hasRoomFor(event)) {
                lost++;
                lastLost = event.at();
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

    private boolean hasRoomFor(ToolFlowEvent event) {
        if (event instanceof ToolFlowEvent.TextDelta || event instanceof ToolFlowEvent.PartialImage) {
            return waiting.size() < DELTAS_UP_TO;
        }
        return event instanceof ToolFlowEvent.RunFinished || waiting.size() < ALL_UP_TO;
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
            if (event != null) {
                return event;
            }
            At last = lastLost;
            if (last == null) {
                delivering = false;
                return null;
            }
            long count = lost;
            lost = 0;
            lastLost = null;
            return new ToolFlowEvent.EventsLost(last, count);
        }
    }
}
