package dev.toolflow.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Errors have no equality: of them the type and the messages are compared, beside the value around them. */
final class Shown {
    private Shown() {}

    static Map<String, Object> of(Object value) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (value instanceof RuntimeException error) {
            boolean known = ErrorKind.of(error) != ErrorKind.OTHER;
            shown.put("kind", known ? error.getClass() : ErrorKind.OTHER);
            shown.put("message", String.valueOf(error.getMessage()));
            shown.put(
                    "cause",
                    String.valueOf(
                            error.getCause() == null ? null : error.getCause().getMessage()));
        } else if (value instanceof CallOutcome outcome) {
            shown.put("error", outcome.error() == null ? "none" : of(outcome.error()));
            shown.put("rest", List.of(outcome.receipt(), outcome.cost(), outcome.charged(), outcome.kept()));
            shown.put("reply", List.of(String.valueOf(outcome.output()), outcome.images()));
        } else if (value instanceof Kept<?> kept && kept.result().error() != null) {
            shown.put("error", of(kept.result().error()));
            shown.put("status", kept.result().status());
            kept.result()
                    .attempts()
                    .forEach(attempt -> shown.put(
                            "attempt " + attempt.number(),
                            List.of(attempt.output(), attempt.issues(), attempt.failureReason(), attempt.made())));
        } else {
            shown.put(
                    "value",
                    value instanceof Kept<?> kept
                            ? List.of(
                                    kept.lastRound(),
                                    kept.rounds(),
                                    kept.result().status(),
                                    kept.result().attempts())
                            : value);
        }
        return shown;
    }
}
