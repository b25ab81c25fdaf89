package dev.toolflow.run;

/**
 * Takes out of the texts of issues and errors what must not be kept, before they reach a {@link RunStore}. Thread-safe. What it
 * took out is also missing from the feedback that a resumed run gives a model.
 */
@FunctionalInterface
public interface Redactor {

    /** The text as it may be kept. */
    String redact(String text);
}
