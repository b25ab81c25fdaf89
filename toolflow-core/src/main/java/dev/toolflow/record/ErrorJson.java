package dev.toolflow.record;

import dev.toolflow.run.Redactor;
import java.util.Objects;

/**
 * An error as JSON. What steps and calls fail with is read back as the same type, with its message and what its type says beside
 * it. Of any other error, and of causes, the messages are kept. No document names a class. Thread-safe.
 */
public final class ErrorJson {
    private static final Document<Alone> DOCUMENT = Document.of(Alone.class);

    private final Redaction redaction;

    private record Alone(int v, ErrorDocument error) {}

    /** @param redactor takes out of messages what must not be kept */
    public ErrorJson(Redactor redactor) {
        this.redaction = new Redaction(Objects.requireNonNull(redactor, "redactor"));
    }

    /** An error as UTF-8. */
    public byte[] write(RuntimeException error) {
        return DOCUMENT.write(new Alone(Document.VERSION, ErrorDocument.of(error, redaction)));
    }

    /**
     * The error that was written.
     *
     * @param where whose it is, for messages, such as {@code run '7'}
     * @throws dev.toolflow.run.RunIncompatibleException if a newer ToolFlow wrote it
     * @throws dev.toolflow.run.RunPayloadException if it is damaged
     */
    public RuntimeException read(byte[] json, String where) {
        ErrorDocument error = DOCUMENT.read(json, where).error();
        return Document.sound(where, error::error);
    }
}
