package dev.toolflow.schema;

/**
 * A Java type that OpenAI's strict mode cannot take. The message names the property's path from the root type, what is
 * in the way, and the remedy. It is the programmer's mistake, found when the type is first used, never in the middle of
 * a run.
 */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    SchemaException(String path, String problem) {
        super(path + ": " + problem);
        this.path = path;
    }

    SchemaException(String path, String problem, Throwable cause) {
        super(path + ": " + problem, cause);
        this.path = path;
    }

    /** Returns where the type is refused, from the root type's simple name: {@code Palette.meta.extra}. */
    public String path() {
        return path;
    }
}
