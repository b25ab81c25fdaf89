package dev.toolflow;

import dev.toolflow.step.StepResult;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands finished items to one taker in the order in which they ended, on a thread that is not the run's. Thread-safe. */
final class ItemQueue<O> {
    /** Behind by this many items, a taker loses further ones. */
    static final int UP_TO = 65_536;

    private static final Logger LOG = LoggerFactory.getLogger(ItemQueue.class);

    private final ItemTaker<O> taker;
    private final Executor oneByOne;
    private final AtomicInteger waiting = new AtomicInteger();

    ItemQueue(ItemTaker<O> taker, Executor threads) {
        this.taker = taker;
        this.oneByOne = new OneByOne(threads);
    }

    void offer(StepResult<?> result) {
        taker.item(result).ifPresent(item -> {
            if (waiting.incrementAndGet() > UP_TO) {
                waiting.decrementAndGet();
                LOG.warn(
                        "the taker of items is behind by {} and is not told of {}",
                        UP_TO,
                        LogField.clean(item.stepId()));
                return;
            }
            oneByOne.execute(() -> tell(item));
        });
    }

    private void tell(FinishedItem<O> item) {
        waiting.decrementAndGet();
        try {
            taker.consumer().accept(item);
        } catch (Throwable e) {
            LOG.warn("the taker of items threw {} at {}", e.getClass().getName(), LogField.clean(item.stepId()));
        }
    }
}
