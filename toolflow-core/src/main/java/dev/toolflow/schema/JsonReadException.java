package dev.toolflow.schema;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * JSON that is broken or is not of the type. The message says where and what was expected, and never quotes values of
 * the input; only names of its fields appear, shortened and without control characters. There is no cause for the same
 * reason: a parser's own message quotes what it read.
 */
public final class JsonReadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final transient @Nullable Position position;

    /** Where the text broke, both counted from 1. */
    record Position(int line, int column) {}

    JsonReadException(String path, String problem) {
        super(path.isEmpty() ? problem : path + ": " + problem);
        this.path = path;
        this.position = null;
    }

    JsonReadException(String path, String problem, Position position) {
        super((path.isEmpty() ? "" : path + ": ") + "broken JSON at line " + position.line() + ", column "
                + position.column() + ": " + problem);
        this.path = path;
        this.position = position;
    }

    /** Returns the field that is wrong, such as {@code colors[2]}; empty for the document as a whole. */
    public String path() {
        return path;
    }

    /** Returns the line of broken syntax, from 1; empty when the JSON is sound but not of the type. */
    public OptionalInt line() {
        return position == null ? OptionalInt.empty() : OptionalInt.of(position.line());
    }

    /** Returns the column of broken syntax in characters, from 1; empty when the JSON is sound but not of the type. */
    public OptionalInt column() {
        return position == null ? OptionalInt.empty() : OptionalInt.of(position.column());
    }
}
