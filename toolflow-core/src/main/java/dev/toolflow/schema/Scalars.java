package dev.toolflow.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The schemas of single values. Formats are those OpenAI names for strict schemas; dates without a zone have none among
 * them (its {@code date-time} and {@code time} ask for an offset), so they carry a pattern.
 */
final class Scalars {
    private static final String TIME = "\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?$";
    private static final Map<Class<?>, ObjectNode> SCHEMAS = new HashMap<>();

    static {
        with(type("string"), String.class, CharSequence.class, URI.class);
        with(type("boolean"), boolean.class, Boolean.class);
        with(type("number"), float.class, Float.class, double.class, Double.class, BigDecimal.class);
        with(type("integer"), int.class, Integer.class, long.class, Long.class, BigInteger.class);
        with(integer(Byte.MIN_VALUE, Byte.MAX_VALUE), byte.class, Byte.class);
        with(integer(Short.MIN_VALUE, Short.MAX_VALUE), short.class, Short.class);
        with(type("string").put("pattern", "^.$"), char.class, Character.class);
        with(type("string").put("format", "uuid"), UUID.class);
        with(type("string").put("format", "date-time"), Instant.class, OffsetDateTime.class);
        with(type("string").put("format", "date"), LocalDate.class);
        with(type("string").put("format", "time"), OffsetTime.class);
        with(type("string").put("format", "duration"), Duration.class);
        with(type("string").put("pattern", "^\\d{4}-\\d{2}-\\d{2}T" + TIME), LocalDateTime.class);
        with(type("string").put("pattern", "^" + TIME), LocalTime.class);
        with(orNull("integer"), OptionalInt.class, OptionalLong.class);
        with(orNull("number"), OptionalDouble.class);
    }

    private Scalars() {}

    static Optional<ObjectNode> of(Class<?> type) {
        return Optional.ofNullable(SCHEMAS.get(type)).map(ObjectNode::deepCopy);
    }

    /** Whether a map's key may be of this type. */
    static boolean isKey(Class<?> type) {
        return type.isEnum() || (SCHEMAS.containsKey(type) && !Nullness.isOptional(type));
    }

    private static void with(ObjectNode schema, Class<?>... types) {
        List.of(types).forEach(type -> SCHEMAS.put(type, schema));
    }

    private static ObjectNode type(String name) {
        return JsonNodeFactory.instance.objectNode().put("type", name);
    }

    private static ObjectNode integer(int least, int greatest) {
        return type("integer").put("minimum", least).put("maximum", greatest);
    }

    private static ObjectNode orNull(String name) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("type").add(name).add("null");
        return schema;
    }
}
