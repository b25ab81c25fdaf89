package dev.toolflow;

import dev.toolflow.schema.JsonType;
import dev.toolflow.schema.Violation;
import java.util.List;
import java.util.Objects;

/**
 * What a run asks a person, placed by {@link FlowBuilder#approve(String, Ref, Class)}. Immutable as far as the value is.
 *
 * @param id the id path of the approval, such as {@code ok} or {@code loop#2/ok}
 * @param about what is to be decided on
 * @param answerType the type that an answer must have; its Jakarta constraints are checked, too
 */
public record Approval(String id, Object about, Class<?> answerType) {
    /** Refuses null. */
    public Approval {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(about, "about");
        Objects.requireNonNull(answerType, "answerType");
    }

    void requireAnswer(Object answer) {
        if (!answerType.isInstance(answer)) {
            throw new IllegalArgumentException("approval '" + id + "' takes an answer of type " + answerType.getName()
                    + ", not of " + answer.getClass().getName() + "; nothing was decided");
        }
        List<Violation> violations = violations(answerType, answer);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }

    private static <A> List<Violation> violations(Class<A> type, Object answer) {
        return JsonType.plain(type).validate(type.cast(answer));
    }

    /** Without the value, which may be private. */
    @Override
    public String toString() {
        return "Approval[" + id + ", answer " + answerType.getSimpleName() + "]";
    }
}
