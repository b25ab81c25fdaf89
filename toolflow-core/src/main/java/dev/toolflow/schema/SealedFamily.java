package dev.toolflow.schema;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A sealed interface and the records below it. On the wire each record says what it is in {@value #KIND}: its {@code
 * @JsonTypeName}, its name in the interface's {@code @JsonSubTypes}, or its simple name in snake case. Never a class
 * name.
 */
final class SealedFamily {
    static final String KIND = "kind";

    private SealedFamily() {}

    static boolean contains(Class<?> type) {
        return isRoot(type) || isMember(type);
    }

    /** An enum whose constants have bodies is sealed too, as Java sees it; here it stays an enum. */
    static boolean isRoot(Class<?> type) {
        return type.isSealed() && !type.isEnum();
    }

    static boolean isMember(Class<?> type) {
        return type.isRecord() && ancestors(type).findAny().isPresent();
    }

    /**
     * Returns the types that a value can really have, in the order of {@code permits}; nested families are flattened.
     */
    static List<Class<?>> leaves(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        return permitted == null
                ? List.of(type)
                : Arrays.stream(permitted)
                        .<Class<?>>flatMap(subtype -> leaves(subtype).stream())
                        .distinct()
                        .toList();
    }

    static String kind(Class<?> leaf) {
        JsonTypeName name = leaf.getAnnotation(JsonTypeName.class);
        if (name != null && !name.value().isEmpty()) {
            return name.value();
        }
        return ancestors(leaf)
                .map(ancestor -> ancestor.getAnnotation(JsonSubTypes.class))
                .flatMap(subtypes -> subtypes == null ? Stream.of() : Arrays.stream(subtypes.value()))
                .filter(subtype -> subtype.value() == leaf)
                .flatMap(subtype -> Stream.concat(Stream.of(subtype.name()), Arrays.stream(subtype.names())))
                .filter(candidate -> !candidate.isEmpty())
                .findFirst()
                .orElseGet(() -> new SnakeCaseStrategy().translate(leaf.getSimpleName()));
    }

    /** Says why the family cannot be told apart on the wire, if so. */
    static Optional<String> problem(Class<?> type) {
        List<Class<?>> leaves = leaves(type);
        Optional<String> open = leaves.stream()
                .filter(leaf -> !leaf.isRecord())
                .map(leaf ->
                        type.getName() + " permits " + leaf.getName() + ", which is not a record; use records only")
                .findFirst();
        boolean distinct = leaves.stream().map(SealedFamily::kind).distinct().count() == leaves.size();
        return open.isPresent() || distinct
                ? open
                : Optional.of(type.getName() + " has two records of one kind; tell them apart by @JsonTypeName");
    }

    private static Stream<Class<?>> ancestors(Class<?> type) {
        return Arrays.stream(type.getInterfaces())
                .flatMap(parent -> Stream.concat(Stream.of(parent), ancestors(parent)))
                .filter(Class::isSealed);
    }
}
