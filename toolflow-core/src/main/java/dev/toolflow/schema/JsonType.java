package dev.toolflow.schema;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A Java type on its way to a model and back: its strict JSON schema, the JSON of its values, and its Jakarta
 * constraints. Immutable and thread-safe; made once per class and kept for as long as the class is.
 *
 * <pre>{@code
 * record Palette(@Size(min = 3, max = 8) List<@Pattern(regexp = "#[0-9A-F]{6}") String> colors, String rationale) {}
 *
 * JsonType<Palette> palette = JsonType.of(Palette.class);
 * palette.schema();                       // the JSON schema of an object with two properties
 * Palette answer = palette.read(json);    // throws JsonReadException: "rationale: is missing"
 * palette.validate(answer);               // [colors[0]: must match "#[0-9A-F]{6}"]
 * }</pre>
 *
 * <p>Maps travel as arrays of {@code {key, value}}. A record of a sealed family carries a {@code kind}. A root that is
 * not an object by itself (a sealed interface, an enum, a text) travels as {@code {"value": …}} if the type is for
 * output.
 *
 * @param <T> the Java type
 */
public final class JsonType<T> {
    private static final ClassValue<JsonType<?>> STRICT = new ClassValue<>() {
        @Override
        protected JsonType<?> computeValue(Class<?> type) {
            return strict(type);
        }
    };
    private static final ClassValue<JsonType<?>> PLAIN = new ClassValue<>() {
        @Override
        protected JsonType<?> computeValue(Class<?> type) {
            return new JsonType<>(type, Strictness.PLAIN, null);
        }
    };

    private final Class<T> type;
    private final @Nullable Schema schema;
    private final Strictness strictness;
    private final boolean wrapped;
    private final JsonMapper mapper;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    private record Schema(String text, Map<String, String> paths) {}

    /** What a root that is no object is wrapped in. */
    record Wrapped<V>(V value) {}

    private JsonType(Class<T> type, Strictness strictness, @Nullable Schema schema) {
        this.type = type;
        this.schema = schema;
        this.strictness = strictness;
        this.wrapped = strictness == Strictness.STRICT && !type.isRecord();
        this.mapper = Wire.of(strictness);
        JavaType root = root(mapper, type, wrapped);
        this.reader = mapper.readerFor(root);
        this.writer = mapper.writerFor(root);
    }

    /**
     * Returns the type for what a model answers.
     *
     * @throws SchemaException if a part of the type cannot be strict; names it and the remedy
     */
    @SuppressWarnings("unchecked")
    public static <T> JsonType<T> of(Class<T> type) {
        return (JsonType<T>) STRICT.get(type);
    }

    /**
     * Returns the type for what a program passes in: any type Jackson can write, without a schema. Null may stand
     * anywhere, but a component that is neither {@code Optional} nor {@code @Nullable} must be there.
     */
    @SuppressWarnings("unchecked")
    public static <T> JsonType<T> plain(Class<T> type) {
        return (JsonType<T>) PLAIN.get(type);
    }

    private static <T> JsonType<T> strict(Class<T> type) {
        JavaType root = root(Wire.of(Strictness.STRICT), type, !type.isRecord());
        ObjectNode raw = SchemaRenderer.render(root, type.getSimpleName());
        StrictSchema.Rendered rendered = StrictSchema.of(raw, type.getSimpleName());
        Schema schema = new Schema(rendered.schema().toString(), rendered.paths());
        return new JsonType<>(type, Strictness.STRICT, schema);
    }

    private static JavaType root(JsonMapper mapper, Class<?> type, boolean wrapped) {
        return wrapped
                ? mapper.getTypeFactory().constructParametricType(Wrapped.class, type)
                : mapper.constructType(type);
    }

    /** Returns the Java type. */
    public Class<T> type() {
        return type;
    }

    /**
     * Returns the strict JSON schema as compact JSON, the same text each time.
     *
     * @throws IllegalStateException if this type was made by {@link #plain}
     */
    public String schema() {
        return known().text();
    }

    /**
     * Refuses a record or enum anywhere in this type, for a reason that the schema does not know.
     *
     * @param part the class that must not appear; its subtypes are not looked at
     * @param remedy what to do instead, for the message
     * @return this
     * @throws SchemaException if it appears; names its path
     * @throws IllegalStateException if this type was made by {@link #plain}
     */
    public JsonType<T> refusing(Class<?> part, String remedy) {
        String path = known().paths().get(part.getName());
        if (path != null) {
            throw new SchemaException(path, part.getName() + " is refused here; " + remedy);
        }
        return this;
    }

    /**
     * Returns the value that the JSON stands for, read in one pass.
     *
     * @throws JsonReadException if it is broken, null, or not of this type: an unknown field, a missing one, a text for
     * a number
     */
    public T read(String json) {
        try (JsonParser parser = reader.createParser(json)) {
            return read(parser, json);
        } catch (IOException e) {
            throw new JsonReadException("", "cannot be read");
        }
    }

    @SuppressWarnings("unchecked")
    private T read(JsonParser parser, String json) {
        try {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                throw new JsonReadException(
                        "",
                        "expected " + (wrapped || type.isRecord() ? "an object" : "a value") + ", found "
                                + JsonShape.found(first == null ? JsonToken.NOT_AVAILABLE : first));
            }
            Object value = reader.readValue(parser);
            return (T) (value instanceof Wrapped<?> root ? root.value() : value);
        } catch (IOException | EntriesToMap.RefusedEntry e) {
            throw ReadFailure.of(e, parser, json);
        }
    }

    /**
     * Returns the JSON of a value; {@code null} is written as {@code null}. Half surrogate pairs are escaped, so the
     * text survives UTF-8.
     *
     * @throws IllegalArgumentException if the value cannot be written: a cycle, an accessor that throws, or, unless this
     * type was made by {@link #plain}, a number that is not finite, which JSON does not have
     */
    public String write(@Nullable T value) {
        return text(value, UnaryOperator.identity());
    }

    /**
     * Returns the JSON of a value as {@link #write(Object)} does, and shows the records of one class that it has, wherever
     * they stand in it, in its order. What an annotation leaves out of the JSON is not shown.
     */
    public <P> String write(@Nullable T value, Class<P> part, Consumer<? super P> seen) {
        return text(value, generator -> new PartsSeen<>(generator, part, seen));
    }

    private String text(@Nullable T value, UnaryOperator<JsonGenerator> watched) {
        try {
            StringWriter text = new StringWriter();
            try (JsonGenerator generator = watched.apply(generator(writer.createGenerator(text)))) {
                writer.writeValue(generator, rooted(value));
            }
            return Surrogates.escapeLone(text.toString());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Returns the JSON of a value as a tree of its own.
     *
     * @throws IllegalArgumentException if the value cannot be written, as in {@link #write}
     */
    public JsonNode tree(T value) {
        try (TokenBuffer buffer = new TokenBuffer(mapper, false)) {
            writer.writeValue(generator(buffer), rooted(Objects.requireNonNull(value, "value")));
            return mapper.readTree(buffer.asParserOnFirstToken());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Returns the constraints that the value does not meet, ordered by path and message; empty if it is valid. */
    public List<Violation> validate(T value) {
        return RecordValidator.validate(Objects.requireNonNull(value, "value"));
    }

    private @Nullable Object rooted(@Nullable T value) {
        return wrapped && value != null ? new Wrapped<>(value) : value;
    }

    private JsonGenerator generator(JsonGenerator plain) {
        return strictness == Strictness.STRICT ? new FiniteGenerator(plain) : plain;
    }

    private IllegalArgumentException unwritable(IOException cause) {
        return new IllegalArgumentException(
                type.getName() + " cannot be written as JSON; see the cause for the property", cause);
    }

    private Schema known() {
        if (schema == null) {
            throw new IllegalStateException(type.getName() + " has no schema as a plain type; use JsonType.of");
        }
        return schema;
    }

    /** Returns the type's name and whether it has a schema. */
    @Override
    public String toString() {
        return "JsonType[" + type.getName() + (schema == null ? ", plain]" : "]");
    }
}
