package dev.toolflow.benchmarks.contender;

import java.util.List;

/** A way to have typed steps done by a chat model, used as its documentation says. Called by several threads at once. */
public interface ChatClient {

    /** Told before these orders come; what it takes is not measured. Default: nothing to do. */
    default void prepare(List<Order> orders) {}

    /** One step: a {@link Brief} of an order, or a record of the contender's own with the same name and components. */
    Object step(Order order) throws Exception;

    /** Three steps, each fed by the one before: an {@link Advert} of the palette of the brief of an order. */
    default Object flow(Order order) throws Exception {
        throw new UnsupportedOperationException("not offered");
    }

    /** The flows of all orders at once; the results in their order. Default: a thread for each, virtual where there are such. */
    default List<Object> crowd(List<Order> orders) throws Exception {
        return AllAtOnce.of(this, orders);
    }
}
