package dev.toolflow.examples;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * What the program has around it. Immutable.
 *
 * @param environment the environment variables
 * @param terminal where it writes
 * @param clock tells the local time, which run ids begin with
 */
record Shell(Map<String, String> environment, Terminal terminal, Clock clock) {
    private static final int NARROW = 80;
    private static final int WIDE = 400;

    /** How wide tables may be: what the variable {@code COLUMNS} says, at least 80 columns. */
    int width() {
        return variable("COLUMNS")
                .filter(columns -> columns.matches("\\d{1,4}"))
                .map(columns -> Math.max(NARROW, Math.min(WIDE, Integer.parseInt(columns))))
                .orElse(NARROW);
    }

    /** A variable of the environment, empty when it is absent or blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
