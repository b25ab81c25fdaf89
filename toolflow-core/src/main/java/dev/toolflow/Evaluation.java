package dev.toolflow;

import java.util.IdentityHashMap;
import java.util.function.Function;

/** Works out one reference in one run: each mapping on the way runs once, however many paths lead to it. For one thread. */
final class Evaluation {
    /** Of most inputs only one or two things are mapped, and each step makes an evaluation. */
    private static final int FEW = 2;

    private final RunValues values;
    private final IdentityHashMap<Ref<?>, Object> mapped = new IdentityHashMap<>(FEW);

    private Evaluation(RunValues values) {
        this.values = values;
    }

    static <T> T of(Ref<T> ref, RunValues values) {
        return ref.valueIn(new Evaluation(values));
    }

    <T> T get(Ref.Source<T> source) {
        return values.get(source);
    }

    /** The key is the reference itself, so what is kept under it has its type. */
    @SuppressWarnings("unchecked")
    <T> T once(Ref.Mapped<T> ref, Function<Evaluation, ? extends T> function) {
        Object known = mapped.get(ref);
        if (known != null) {
            return (T) known;
        }
        T value = function.apply(this);
        if (value != null) {
            mapped.put(ref, value);
        }
        return value;
    }
}
