package dev.toolflow;

import dev.toolflow.schema.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** A run's input breaks the constraints of its type; nothing was called. */
public final class InvalidInputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    InvalidInputException(List<Violation> violations) {
        super(describe(violations));
        this.violations = List.copyOf(violations);
    }

    /** Every constraint that is broken, such as {@code product: must not be blank}. */
    public List<Violation> violations() {
        return violations == null ? List.of() : violations;
    }

    static String describe(List<Violation> violations) {
        return violations.stream()
                .map(violation -> violation.path().isEmpty()
                        ? violation.message()
                        : violation.path() + ": " + violation.message())
                .collect(Collectors.joining("; "));
    }
}
