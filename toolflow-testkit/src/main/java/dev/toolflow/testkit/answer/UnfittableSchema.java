package dev.toolflow.testkit.answer;

import org.jspecify.annotations.Nullable;

/** A schema that the fake cannot make up a value for; the message says which keyword, and what to do. */
@SuppressWarnings("serial")
public final class UnfittableSchema extends RuntimeException {

    UnfittableSchema(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
