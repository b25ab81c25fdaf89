package dev.toolflow.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A type without a strict schema. The generator does not know the path it is on, so a refusal stands in its tree as a
 * mark until {@link StrictSchema} walks the tree from the root and finds it.
 */
final class Refusal {
    private static final String MARK = "x-refused";

    private Refusal() {}

    static ObjectNode because(String problem) {
        return JsonNodeFactory.instance.objectNode().put(MARK, problem);
    }

    static Optional<String> in(JsonNode schema) {
        return Optional.ofNullable(schema.get(MARK)).map(JsonNode::asText);
    }

    static ObjectNode of(@Nullable Class<?> type) {
        return because(problem(type == null ? Object.class : type));
    }

    private static String problem(Class<?> type) {
        String name = type.getTypeName();
        if (type == Object.class || JsonNode.class.isAssignableFrom(type)) {
            return name + " has no fixed shape; use a record, an enum or a Map<String, …> with a typed value";
        }
        if (Map.class.isAssignableFrom(type)) {
            return name + " cannot be filled; declare it as java.util.Map";
        }
        if (Iterable.class.isAssignableFrom(type)) {
            return name + " cannot be filled; declare it as java.util.List or java.util.Set";
        }
        if (name.startsWith("java.") || type.isPrimitive() || type.isArray()) {
            return name + " has no strict JSON form; use text, a number, a java.time type or a record";
        }
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            return name + " is open to any subtype; use a record, or a sealed interface of records";
        }
        return name + " is a class, whose properties may be left out; use a record";
    }
}
