package dev.toolflow;

import dev.toolflow.step.OnFailure;
import dev.toolflow.step.ToolCallStep;
import java.util.List;
import java.util.function.Consumer;

/**
 * How the items of an {@code each} are done. Immutable.
 *
 * @param <I> what an item is
 * @param <O> what is made of it
 */
sealed interface EachItems<I, O> {

    /** What the items come from. */
    Ref<? extends List<? extends I>> from();

    FanOut fanOut();

    /** One item, ready to start; it tells once how it ended. */
    Item item(String id, I item, Consumer<NodeOutcome> ended);

    /** What the result says of an item that did not begin. */
    NodeOutcome notBegun(String id);

    /** One item. */
    interface Item {
        void start();

        /** What became of it, when the run is over before it has ended. */
        NodeOutcome soFar();
    }

    /** Each item is done by a step. */
    record BySteps<I, O>(RunWork work, FlowNode.Each<I, O> node) implements EachItems<I, O> {
        @Override
        public Ref<? extends List<? extends I>> from() {
            return node.from();
        }

        @Override
        public FanOut fanOut() {
            return node.fanOut();
        }

        @Override
        public Item item(String id, I item, Consumer<NodeOutcome> ended) {
            ToolCallStep<I, O> step = fanOut().itemFailure() == ItemFailure.SKIP
                    ? node.step().onFailure(OnFailure.CONTINUE)
                    : node.step();
            return new Item() {
                @Override
                public void start() {
                    work.onWorker(this::done, () -> ended.accept(soFar()));
                }

                private Runnable done() {
                    StepOutcome<O> outcome = new StepExecution<>(work.engine(), new StepContext(id, work), step)
                            .run(() -> item, List::of);
                    return () -> ended.accept(NodeOutcome.of(outcome));
                }

                @Override
                public NodeOutcome soFar() {
                    return notBegun(id);
                }
            };
        }

        @Override
        public NodeOutcome notBegun(String id) {
            return new NodeOutcome(
                    List.of(work.state().memory().notBegun(id, node.step().definition())), null, false);
        }
    }

    /** Each item is done by a flow. */
    record ByFlows<I, O>(RunWork work, FlowNode.EachFlow<I, O> node) implements EachItems<I, O> {
        @Override
        public Ref<? extends List<? extends I>> from() {
            return node.from();
        }

        @Override
        public FanOut fanOut() {
            return node.fanOut();
        }

        @Override
        public Item item(String id, I item, Consumer<NodeOutcome> ended) {
            RunWork own = fanOut().itemFailure() == ItemFailure.SKIP ? work.item() : work;
            SubflowExecution<I, O> flow = new SubflowExecution<>(
                    new SubflowExecution.Under<>(own, id, node.step(), node.flow()), () -> item, ended);
            return new Item() {
                @Override
                public void start() {
                    boolean over = work.state().memory().isOver(id);
                    own.onWorker(over ? () -> this::asBefore : flow::begin, this::asBefore);
                }

                private void asBefore() {
                    ended.accept(notBegun(id));
                }

                @Override
                public NodeOutcome soFar() {
                    return flow.soFar();
                }
            };
        }

        @Override
        public NodeOutcome notBegun(String id) {
            NodeOutcome own = new NodeOutcome(
                    List.of(work.state().memory().notBegun(id, node.step().definition())), null, false);
            return own.around(
                    work.state().memory().notBegun(id + "/", node.flow().graph()));
        }
    }
}
