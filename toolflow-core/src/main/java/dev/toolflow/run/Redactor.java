package dev.toolflow.run;

/**
 * Takes out of the texts of issues and errors what must not be kept, before they reach a {@link RunStore}. Thread-safe. What it
 * took out is also missing from the feedback that a resumed run gives a model.
 */
@FunctionalInterface
public interface Redactor {

    /** Takes nothing out. */
    static Redactor none() {
        return text -> text;
    }

    /**
     * Puts {@code ***} in place of what looks like a key: keys such as {@code sk-…}, what follows {@code Bearer} or {@code api-key:},
     * and signatures in links such as {@code X-Amz-Signature=…}. It knows forms, not keys: a key of another form stays. Takes a
     * time in proportion to the text.
     */
    static Redactor keys() {
        return KeyRedactor::redact;
    }

    /** The text as it may be kept. */
    String redact(String text);
}
