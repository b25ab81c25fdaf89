package dev.toolflow.schema;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the JSON of a {@linkplain JsonType#plain plain} type is made of: names and types of the components, recursively, without
 * constraints, order or the names of classes that are not the JDK's. Types of equal structure read each other's JSON. The same
 * text in every process. Immutable.
 */
public final class JsonStructure {
    private static final ClassValue<JsonStructure> KNOWN = new ClassValue<>() {
        @Override
        protected JsonStructure computeValue(Class<?> type) {
            return new JsonStructure(type);
        }
    };

    private final String text;
    private final boolean open;

    private JsonStructure(Class<?> type) {
        Walk walk = new Walk();
        this.text = walk.any(Wire.of(Strictness.PLAIN).constructType(type));
        this.open = walk.open;
    }

    /** The structure of a type. */
    public static JsonStructure of(Class<?> type) {
        return KNOWN.get(type);
    }

    /** The structure as text, for comparing and hashing. */
    public String text() {
        return text;
    }

    /** Whether some part of the type says nothing of what its JSON is read back as, such as {@code Object} or a bare {@code List}. */
    public boolean isOpen() {
        return open;
    }

    /** One walk over a type. */
    private static final class Walk {
        private final JsonMapper mapper = Wire.of(Strictness.PLAIN);
        private final Map<JavaType, Integer> seen = new HashMap<>();
        private boolean open;

        private String any(JavaType type) {
            Class<?> raw = type.getRawClass();
            if (type.isReferenceType()) {
                return any(type.getContentType()) + "?";
            }
            if (type.isMapLikeType()) {
                return "{" + any(type.getKeyType()) + ":" + any(type.getContentType()) + "}";
            }
            if (type.isContainerType() && raw != byte[].class) {
                return "[" + any(type.getContentType()) + "]";
            }
            if (raw.isEnum()) {
                return "enum"
                        + Arrays.stream(raw.getEnumConstants())
                                .map(constant -> mapper.valueToTree(constant).toString())
                                .sorted()
                                .toList();
            }
            return isOfTheJdk(raw) || JsonNode.class.isAssignableFrom(raw) ? scalar(raw) : composed(type);
        }

        private String scalar(Class<?> raw) {
            boolean vague = raw == Object.class || raw == Number.class || raw.isInterface();
            boolean said = !vague || raw == Path.class || Scalars.of(raw).isPresent();
            open |= !said;
            return MethodType.methodType(raw).wrap().returnType().getName();
        }

        private String composed(JavaType type) {
            Integer place = seen.putIfAbsent(type, seen.size());
            if (place != null) {
                return "^" + place;
            }
            Class<?> raw = type.getRawClass();
            if (SealedFamily.isRoot(raw)) {
                return SealedFamily.leaves(raw).stream()
                        .sorted(Comparator.comparing(SealedFamily::kind))
                        .map(leaf -> SealedFamily.kind(leaf) + " " + any(mapper.constructType(leaf)))
                        .collect(Collectors.joining("|", "<", ">"));
            }
            open |= Modifier.isAbstract(raw.getModifiers());
            return components(type);
        }

        private String components(JavaType type) {
            BeanDescription written = mapper.getSerializationConfig().introspect(type);
            return written.findProperties().stream()
                    .filter(property -> !written.getIgnoredPropertyNames().contains(property.getName()))
                    .sorted(Comparator.comparing(BeanPropertyDefinition::getName))
                    .map(property -> property.getName()
                            + (mayBeAbsent(type, property) ? "?:" : ":")
                            + any(property.getPrimaryType()))
                    .collect(Collectors.joining(",", "(", ")"));
        }

        private static boolean mayBeAbsent(JavaType type, BeanPropertyDefinition property) {
            return type.getRawClass().isRecord()
                    && Stream.of(type.getRawClass().getRecordComponents())
                            .filter(component -> component.getName().equals(property.getInternalName()))
                            .anyMatch(Nullness::allowed);
        }

        private static boolean isOfTheJdk(Class<?> raw) {
            return raw.isPrimitive() || raw.isArray() || raw.getName().startsWith("java.");
        }
    }
}
