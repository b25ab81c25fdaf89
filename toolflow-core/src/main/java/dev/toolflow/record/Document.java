package dev.toolflow.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPayloadException;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A kind of document, as UTF-8. It begins with the number of its format, {@code {"v":2,…}}, so that what a newer version of
 * ToolFlow wrote is refused before it is looked into. A change of any document, be it one more field or one more constant of an
 * enum, is a new format, whose reader still reads the formats before. Thread-safe.
 *
 * @param <T> a record whose first component is {@code int v}
 */
final class Document<T> {
    /** The format that is written, and the newest that is read. */
    static final int VERSION = 2;

    /** As long as any text that is read back: more than a reply of 16 MiB can hold. */
    static final int LONGEST_TEXT = StreamReadConstraints.DEFAULT_MAX_STRING_LEN;

    private static final String VERSION_FIELD = "v";
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
            .build();

    private final JsonType<T> type;

    private Document(Class<T> type) {
        this.type = JsonType.of(type);
    }

    static <T> Document<T> of(Class<T> type) {
        return new Document<>(type);
    }

    byte[] write(T document) {
        return type.write(document).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param where whose document it is, for messages
     * @throws RunIncompatibleException if it is of a newer format
     * @throws RunPayloadException if it is no such document
     */
    T read(byte[] utf8, String where) {
        try {
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            requireKnown(json, where);
            return type.read(json);
        } catch (CharacterCodingException e) {
            throw damaged(where, "it is no UTF-8", e);
        } catch (JsonReadException e) {
            throw damaged(where, String.valueOf(e.getMessage()), e);
        }
    }

    /** A text that {@link #read} can read back, or an exception that says what is too long. */
    static String readable(String what, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(what + " has " + text.length() + " characters of JSON, at most "
                    + LONGEST_TEXT + " can be kept; make it smaller, or keep its parts in steps of their own");
        }
        return text;
    }

    /**
     * What a document stands for.
     *
     * @throws RunPayloadException if it has a value that nothing of ours ever has
     */
    static <V> V sound(String where, Supplier<V> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw damaged(where, String.valueOf(e.getMessage()), e);
        }
    }

    private static RunPayloadException damaged(String where, String why, @Nullable Exception cause) {
        return new RunPayloadException(
                where + ": what is kept of it is damaged: " + why
                        + "; nothing was changed; restore it from a backup, or start the run anew",
                cause);
    }

    private static void requireKnown(String json, String where) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            boolean numbered = parser.nextToken() == JsonToken.START_OBJECT
                    && VERSION_FIELD.equals(parser.nextFieldName())
                    && parser.nextToken() == JsonToken.VALUE_NUMBER_INT;
            if (!numbered || parser.getBigIntegerValue().signum() < 1) {
                throw damaged(where, "it does not begin with the number of its format", null);
            }
            String version = parser.getText();
            if (parser.getBigIntegerValue().bitLength() > 31 || parser.getIntValue() > VERSION) {
                throw new RunIncompatibleException(
                        where + ": what is kept of it has format " + version + ", written by a newer ToolFlow; this one"
                                + " reads up to " + VERSION
                                + "; nothing was changed; resume the run with the version that wrote it, or a later one",
                        null);
            }
        } catch (IOException e) {
            throw damaged(where, "it is no JSON", null);
        }
    }
}
