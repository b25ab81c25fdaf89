package dev.toolflow.audit;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Judges an output and returns what is wrong with it. Pure: the same output gives the same issues, nothing is called and
 * nothing is changed; it may run on any thread, for many runs at once. An audit written for a type judges its subtypes too.
 *
 * <p>An audit that throws fails the step; it is a fault of the audit, not of the output.
 *
 * <pre>{@code
 * AuditFunction<Palette> distinct = AuditFunction.named("distinct colours", palette ->
 *     Set.copyOf(palette.colors()).size() == palette.colors().size()
 *         ? List.of()
 *         : List.of(Issue.critical("two colours are equal").at("colors")));
 * }</pre>
 *
 * @param <O> what is judged
 */
@FunctionalInterface
public interface AuditFunction<O> {

    /** Returns the issues of this output, an empty list when there are none. */
    List<Issue> audit(O output);

    /** The name under which its issues are reported. Default: {@code audit}. */
    default String name() {
        return "audit";
    }

    /** Gives an audit a name, which its issues then carry as their source. */
    static <O> AuditFunction<O> named(String name, AuditFunction<? super O> audit) {
        Objects.requireNonNull(audit, "audit");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: must not be blank; an issue carries it as its source");
        }
        return new AuditFunction<>() {
            @Override
            public List<Issue> audit(O output) {
                return audit.audit(output);
            }

            @Override
            public String name() {
                return name;
            }
        };
    }

    /** An audit that finds the given issue wherever the output does not meet the condition. */
    static <O> AuditFunction<O> require(String name, Predicate<? super O> condition, Issue otherwise) {
        List<Issue> found = List.of(otherwise);
        return named(name, output -> condition.test(output) ? List.of() : found);
    }
}
