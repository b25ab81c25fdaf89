package dev.toolflow.schema;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says where null may stand: at any annotation simply named {@code Nullable}, and at the {@code Optional} family. */
final class Nullness {
    private static final Set<Class<?>> OPTIONALS =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private Nullness() {}

    static boolean allowed(RecordComponent component) {
        return allowed(component.getAnnotatedType())
                || marked(component)
                || marked(component.getAccessor())
                || marked(field(component));
    }

    static boolean allowed(@Nullable AnnotatedType type) {
        return type != null && (marked(type) || isOptional(raw(type.getType())));
    }

    /** Whether null may stand for an element of the type, at any depth of its type arguments. */
    static boolean allowedInside(AnnotatedType type) {
        return arguments(type).stream().anyMatch(argument -> allowed(argument) || allowedInside(argument));
    }

    static boolean isOptional(@Nullable Type type) {
        return type instanceof Class<?> raw && OPTIONALS.contains(raw);
    }

    static boolean marked(AnnotatedElement element) {
        return Stream.of(element.getAnnotations()).anyMatch(Nullness::isNullable);
    }

    static List<AnnotatedType> arguments(@Nullable AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType parameterized) {
            return List.of(parameterized.getAnnotatedActualTypeArguments());
        }
        return type instanceof AnnotatedArrayType array ? List.of(array.getAnnotatedGenericComponentType()) : List.of();
    }

    private static boolean isNullable(Annotation annotation) {
        return annotation.annotationType().getSimpleName().equals("Nullable");
    }

    private static Type raw(Type type) {
        return type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type;
    }

    private static AnnotatedElement field(RecordComponent component) {
        return Arrays.stream(component.getDeclaringRecord().getDeclaredFields())
                .filter(field -> field.getName().equals(component.getName()))
                .findFirst()
                .orElseThrow();
    }
}
