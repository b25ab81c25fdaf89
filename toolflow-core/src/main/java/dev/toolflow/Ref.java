package dev.toolflow;

import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Stands, while a flow is defined, for a value that a run will have: the flow's input, a step's output, or something
 * computed from them. Immutable; belongs to the one flow that it was made in, or to the branch or loop within it: there it
 * may be used together with references of the flow around.
 *
 * <p>Functions given to {@code map} are pure: they may run several times in one run, and run again when it is resumed.
 *
 * <pre>{@code
 * brief.and(palette).map((b, p) -> new CopyRequest(b.product(), b.audience(), p.colors()))
 * }</pre>
 *
 * @param <T> the type of the value
 */
public abstract sealed class Ref<T> permits Ref.Source, Ref.Mapped {
    private final FlowDraft draft;

    private Ref(FlowDraft draft) {
        this.draft = draft;
    }

    /** A value computed from this one. */
    public <R> Ref<R> map(Function<? super T, ? extends R> function) {
        Objects.requireNonNull(function, "function");
        return new Mapped<>(draft, List.of(this), values -> function.apply(valueIn(values)));
    }

    /**
     * This value and another together.
     *
     * @throws InvalidFlowException when the other belongs to another flow
     */
    public <B> Two<T, B> and(Ref<B> other) {
        return new Two<>(draft.with(other), this, other);
    }

    abstract T valueIn(Evaluation values);

    abstract List<Ref<?>> parents();

    /** Where it belongs. */
    FlowDraft draft() {
        return draft;
    }

    /** The flow's input or a node's output: a slot in the values of a run. */
    static final class Source<T> extends Ref<T> {
        private final int slot;
        private final String id;

        Source(FlowDraft draft, int slot, String id) {
            super(draft);
            this.slot = slot;
            this.id = id;
        }

        int slot() {
            return slot;
        }

        String id() {
            return id;
        }

        @Override
        T valueIn(Evaluation values) {
            return values.get(this);
        }

        @Override
        List<Ref<?>> parents() {
            return List.of();
        }

        @Override
        public String toString() {
            return "Ref[" + id + "]";
        }
    }

    /** A value computed from others. */
    static final class Mapped<T> extends Ref<T> {
        private final List<Ref<?>> parents;
        private final Function<Evaluation, ? extends T> function;

        Mapped(FlowDraft draft, List<Ref<?>> parents, Function<Evaluation, ? extends T> function) {
            super(draft);
            this.parents = parents;
            this.function = function;
        }

        @Override
        T valueIn(Evaluation values) {
            return values.once(this, function);
        }

        @Override
        List<Ref<?>> parents() {
            return parents;
        }

        @Override
        public String toString() {
            return "Ref[mapped from " + parents + "]";
        }
    }

    /**
     * Two values together.
     *
     * @param <A> the first
     * @param <B> the second
     */
    public static final class Two<A, B> {
        private final FlowDraft draft;
        private final Ref<A> a;
        private final Ref<B> b;

        private Two(FlowDraft draft, Ref<A> a, Ref<B> b) {
            this.draft = draft;
            this.a = a;
            this.b = b;
        }

        /** A value computed from both. */
        public <R> Ref<R> map(BiFunction<? super A, ? super B, ? extends R> function) {
            Objects.requireNonNull(function, "function");
            return new Mapped<>(draft, List.of(a, b), values -> function.apply(a.valueIn(values), b.valueIn(values)));
        }

        /** These and a third. */
        public <C> Three<A, B, C> and(Ref<C> other) {
            return new Three<>(draft.with(other), this, other);
        }
    }

    /**
     * Three values together.
     *
     * @param <A> the first
     * @param <B> the second
     * @param <C> the third
     */
    public static final class Three<A, B, C> {
        private final FlowDraft draft;
        private final Two<A, B> two;
        private final Ref<C> c;

        private Three(FlowDraft draft, Two<A, B> two, Ref<C> c) {
            this.draft = draft;
            this.two = two;
            this.c = c;
        }

        /** A value computed from all three. */
        public <R> Ref<R> map(Function3<? super A, ? super B, ? super C, ? extends R> function) {
            Objects.requireNonNull(function, "function");
            return new Mapped<>(
                    draft,
                    List.of(two.a, two.b, c),
                    values -> function.apply(two.a.valueIn(values), two.b.valueIn(values), c.valueIn(values)));
        }

        /** These and a fourth. */
        public <D> Four<A, B, C, D> and(Ref<D> other) {
            return new Four<>(draft.with(other), this, other);
        }
    }

    /**
     * Four values together. For more, map some of them to a record of your own first.
     *
     * @param <A> the first
     * @param <B> the second
     * @param <C> the third
     * @param <D> the fourth
     */
    public static final class Four<A, B, C, D> {
        private final FlowDraft draft;
        private final Three<A, B, C> three;
        private final Ref<D> d;

        private Four(FlowDraft draft, Three<A, B, C> three, Ref<D> d) {
            this.draft = draft;
            this.three = three;
            this.d = d;
        }

        /** A value computed from all four. */
        public <R> Ref<R> map(Function4<? super A, ? super B, ? super C, ? super D, ? extends R> function) {
            Objects.requireNonNull(function, "function");
            Two<A, B> two = three.two;
            return new Mapped<>(
                    draft,
                    List.of(two.a, two.b, three.c, d),
                    values -> function.apply(
                            two.a.valueIn(values), two.b.valueIn(values), three.c.valueIn(values), d.valueIn(values)));
        }
    }

    /**
     * A pure function of three values.
     *
     * @param <A> the first
     * @param <B> the second
     * @param <C> the third
     * @param <R> the result
     */
    @FunctionalInterface
    public interface Function3<A, B, C, R> {
        /** Computes the result. */
        R apply(A a, B b, C c);
    }

    /**
     * A pure function of four values.
     *
     * @param <A> the first
     * @param <B> the second
     * @param <C> the third
     * @param <D> the fourth
     * @param <R> the result
     */
    @FunctionalInterface
    public interface Function4<A, B, C, D, R> {
        /** Computes the result. */
        R apply(A a, B b, C c, D d);
    }
}
