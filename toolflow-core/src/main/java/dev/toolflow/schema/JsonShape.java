package dev.toolflow.schema;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The shapes of JSON in words: what a Java type expects, what a token is. */
enum JsonShape {
    TEXT("text"),
    INTEGER("an integer"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    ARRAY("an array"),
    OBJECT("an object");

    private static final Set<Class<?>> INTEGERS = Set.of(
            byte.class,
            Byte.class,
            short.class,
            Short.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            BigInteger.class);
    private static final Set<Class<?>> NUMBERS =
            Set.of(float.class, Float.class, double.class, Double.class, BigDecimal.class);
    private static final Set<Class<?>> TEXTS =
            Set.of(char.class, Character.class, UUID.class, URI.class, Duration.class);

    private final String words;

    JsonShape(String words) {
        this.words = words;
    }

    static String mismatch(Class<?> target, JsonToken token) {
        JsonShape expected = of(target);
        if (expected != TEXT || token != JsonToken.VALUE_STRING) {
            return "expected " + expected.words + ", found " + found(token);
        }
        return target.isEnum() ? "is none of " + names(target) : "is not a valid " + target.getSimpleName();
    }

    static String found(JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT, FIELD_NAME -> OBJECT.words;
            case START_ARRAY, END_ARRAY -> ARRAY.words;
            case VALUE_STRING -> TEXT.words;
            case VALUE_NUMBER_INT -> INTEGER.words;
            case VALUE_NUMBER_FLOAT -> "a number with a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "nothing";
        };
    }

    private static JsonShape of(Class<?> type) {
        if (INTEGERS.contains(type)) {
            return INTEGER;
        }
        if (NUMBERS.contains(type)) {
            return NUMBER;
        }
        if (type == boolean.class || type == Boolean.class) {
            return BOOLEAN;
        }
        boolean text = TEXTS.contains(type)
                || type.isEnum()
                || CharSequence.class.isAssignableFrom(type)
                || Temporal.class.isAssignableFrom(type);
        if (text) {
            return TEXT;
        }
        boolean array = type.isArray() || Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
        return array ? ARRAY : OBJECT;
    }

    private static String names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(Wire.of(Strictness.PLAIN)::<JsonNode>valueToTree)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }
}
