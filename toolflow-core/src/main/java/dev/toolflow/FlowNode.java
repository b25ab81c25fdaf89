package dev.toolflow;

import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A step where it stands in a flow, or a shape that holds steps. Immutable.
 *
 * @param <I> what it is given
 * @param <O> what it makes
 */
sealed interface FlowNode<I, O> {

    int slot();

    /** What is done. A shape has a local step in its place, which names it, says what it makes and what follows its failure. */
    ToolCallStep<I, O> step();

    /** Its id where it stands: the last part of its path. */
    default String id() {
        return step().id();
    }

    /** What it cannot begin without. */
    List<Ref<?>> needs();

    /** The values around it that bodies within it use: it begins when they have ended, whether there is a value or not. */
    default List<Ref.Source<?>> captured() {
        return List.of();
    }

    /** What is within it. */
    default List<Part> inner() {
        return List.of();
    }

    /**
     * Nodes within a node.
     *
     * @param prefix of their ids, with {@code *} for a number that a run knows
     * @param body the nodes
     */
    record Part(String prefix, FlowBody<?> body) {}

    /** What stands for a shape where a step is asked for. */
    static <I, O> ToolCallStep<I, O> standing(String shape, Class<O> type) {
        return ToolCallStep.of(LocalStepDefinition.<I, O>of(shape, anyType(), type, value -> {
            throw new IllegalStateException("a shape is not called");
        }));
    }

    /** A type that is not declared is only ever given what its reference holds. */
    @SuppressWarnings("unchecked")
    static <T> Class<T> anyType() {
        return (Class<T>) Object.class;
    }

    /** A use of a tool. */
    sealed interface Call<I, O> extends FlowNode<I, O> {
        /** What its input is made from. */
        Ref<?> from();
    }

    /** A step done once. */
    record Single<I, O>(int slot, ToolCallStep<I, O> step, Ref<? extends I> from, List<Ref.Source<?>> included)
            implements Call<I, O> {
        @Override
        public List<Ref<?>> needs() {
            List<Ref<?>> refs = new ArrayList<>(included);
            refs.add(from);
            return refs;
        }

        boolean isGivenTheFlowsInput() {
            return from instanceof Ref.Source<?> source && source.slot() == FlowBuilder.INPUT_SLOT;
        }
    }

    /** A step done once for each item of a list. */
    record Each<I, O>(int slot, ToolCallStep<I, O> step, Ref<? extends List<? extends I>> from, FanOut fanOut)
            implements Call<I, O> {
        @Override
        public List<Ref<?>> needs() {
            return List.of(from);
        }
    }

    /** Two branches of which one is taken. */
    record Choose<O>(
            int slot,
            String id,
            ToolCallStep<Boolean, O> step,
            Ref<Boolean> when,
            FlowBody<O> then,
            FlowBody<O> otherwise)
            implements FlowNode<Boolean, O> {
        @Override
        public List<Ref<?>> needs() {
            return List.of(when);
        }

        @Override
        public List<Ref.Source<?>> captured() {
            return Stream.concat(then.captured().stream(), otherwise.captured().stream())
                    .toList();
        }

        @Override
        public List<Part> inner() {
            return List.of(new Part("", then), new Part("", otherwise));
        }
    }

    /** A body that is done again and again. */
    record Repeat<T>(
            int slot,
            ToolCallStep<T, T> step,
            int max,
            Ref<? extends T> first,
            FlowBody<T> body,
            Predicate<? super T> until)
            implements FlowNode<T, T> {
        @Override
        public List<Ref<?>> needs() {
            return List.of(first);
        }

        @Override
        public List<Ref.Source<?>> captured() {
            return body.captured();
        }

        @Override
        public List<Part> inner() {
            return List.of(new Part(id() + "#*/", body));
        }
    }

    /** A whole flow, done once. */
    record Subflow<I, O>(int slot, ToolCallStep<I, O> step, ToolFlow<I, O> flow, Ref<? extends I> from)
            implements FlowNode<I, O> {
        @Override
        public List<Ref<?>> needs() {
            return List.of(from);
        }

        @Override
        public List<Part> inner() {
            return List.of(new Part(id() + "/", flow.body()));
        }
    }

    /** A whole flow, done once for each item of a list. */
    record EachFlow<I, O>(
            int slot,
            ToolCallStep<I, O> step,
            ToolFlow<I, O> flow,
            Ref<? extends List<? extends I>> from,
            FanOut fanOut)
            implements FlowNode<I, O> {
        @Override
        public List<Ref<?>> needs() {
            return List.of(from);
        }

        @Override
        public List<Part> inner() {
            return List.of(new Part(id() + "[*]/", flow.body()));
        }
    }

    /** A person is asked. */
    record Approve<T, A>(int slot, ToolCallStep<T, A> step, Ref<? extends T> about) implements FlowNode<T, A> {
        @Override
        public List<Ref<?>> needs() {
            return List.of(about);
        }
    }
}
