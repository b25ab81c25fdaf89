package dev.toolflow.schema;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The records and sealed families that a type leads to, looked at before the generator is: it does not end where a type goes on
 * for ever, nor where it puts a record into itself.
 */
final class TypeGraph {
    /** Each of them is an object in the other, and a strict schema has no more levels of objects. */
    private static final int KINDS = 10;

    private final Map<JavaType, List<JavaType>> below = new HashMap<>();
    private final Map<JavaType, Integer> uses = new HashMap<>();
    private final Set<JavaType> required = new HashSet<>();
    private final Deque<Place> open = new ArrayDeque<>();
    private final JavaType root;

    private record Place(JavaType type, String path, List<JavaType> parts) {}

    private TypeGraph(JavaType root) {
        this.root = root;
    }

    /**
     * Follows all properties.
     *
     * @throws SchemaException if a generic type is used without naming its type, or has itself with ever other types, or one that
     *     may be empty holds one that may be empty
     */
    static TypeGraph of(JavaType root, String rootName) {
        TypeGraph graph = new TypeGraph(root);
        graph.enter(root, rootName);
        graph.below.forEach(graph::countBranches);
        return graph;
    }

    /** A family that may be null is written in each place, and each time it uses its records. */
    private void countBranches(JavaType type, List<JavaType> branches) {
        if (!type.isRecordType()) {
            branches.forEach(branch -> uses.merge(branch, uses.getOrDefault(type, 1) - 1, Integer::sum));
        }
    }

    /**
     * Returns what has itself through properties that may be null, and nothing but such properties: the generator writes what
     * is so used in its place, each time, and would write this into itself.
     */
    Set<Class<?>> endlessInPlace() {
        return below.keySet().stream()
                .filter(type -> isInPlace(type) && !required.contains(type) && reaches(type, type, new HashSet<>()))
                .<Class<?>>map(JavaType::getRawClass)
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean isInPlace(JavaType type) {
        return !type.equals(root) && (!required.contains(type) || uses.getOrDefault(type, 0) <= 1);
    }

    private boolean reaches(JavaType from, JavaType to, Set<JavaType> seen) {
        return below.getOrDefault(from, List.of()).stream()
                .filter(this::isInPlace)
                .anyMatch(next -> next.equals(to) || (seen.add(next) && reaches(next, to, seen)));
    }

    private void visit(JavaType type, String path, boolean mayBeNull) {
        if (type.isReferenceType() || type.isContainerType()) {
            requireOneEmptiness(type, path);
            if (type.getContentType() != null) {
                visit(type.getContentType(), path + inside(type), false);
            }
        } else if (type.isRecordType() || SealedFamily.isRoot(type.getRawClass())) {
            open.element().parts().add(type);
            uses.merge(type, 1, Integer::sum);
            if (!mayBeNull) {
                required.add(type);
            }
            enter(type, path);
        }
    }

    /** JSON has one null, so that an empty one cannot be told from one that holds an empty one. */
    private static void requireOneEmptiness(JavaType type, String path) {
        JavaType content = type.getContentType();
        if (type.isReferenceType() && content != null && Nullness.isOptional(content.getRawClass())) {
            throw new SchemaException(
                    path, named(type) + " is empty in two ways, and JSON has one null for both; use " + named(content));
        }
    }

    private static String named(JavaType type) {
        JavaType content = type.getContentType();
        String simple = type.getRawClass().getSimpleName();
        return type.containedTypeCount() == 0 || content == null ? simple : simple + "<" + named(content) + ">";
    }

    private static String inside(JavaType container) {
        if (container.isMapLikeType()) {
            return "[].value";
        }
        return container.isContainerType() ? "[]" : "";
    }

    private void enter(JavaType type, String path) {
        requireNamed(type, path);
        List<JavaType> parts = new ArrayList<>();
        if (below.putIfAbsent(type, parts) != null) {
            return;
        }
        open.push(new Place(type, path, parts));
        requireAnEnd(type);
        if (type.isRecordType()) {
            properties(type, path);
        } else if (SealedFamily.problem(type.getRawClass()).isEmpty()) {
            SealedFamily.leaves(type.getRawClass()).forEach(leaf -> visit(branch(type, leaf), path, false));
        }
        open.pop();
    }

    private void properties(JavaType type, String path) {
        BeanDescription written =
                Wire.of(Strictness.STRICT).getSerializationConfig().introspect(type);
        for (BeanPropertyDefinition property : written.findProperties()) {
            if (!written.getIgnoredPropertyNames().contains(property.getName())) {
                boolean mayBeNull = Stream.of(type.getRawClass().getRecordComponents())
                        .filter(component -> component.getName().equals(property.getInternalName()))
                        .anyMatch(Nullness::allowed);
                visit(property.getPrimaryType(), path + "." + property.getName(), mayBeNull);
            }
        }
    }

    private static JavaType branch(JavaType family, Class<?> leaf) {
        return leaf.getTypeParameters().length == 0
                ? types().constructType(leaf)
                : types().constructSpecializedType(family, leaf);
    }

    private static void requireNamed(JavaType type, String path) {
        Class<?> raw = type.getRawClass();
        boolean isRaw = raw.getTypeParameters().length > 0 && type.getBindings().isEmpty();
        if (isRaw && (raw.isRecord() ? hasUnnamed(raw) : hasGenericLeaf(raw))) {
            throw new SchemaException(
                    path,
                    raw.getName()
                            + " is generic: name its type; for example, in a record of its own with a property of type "
                            + raw.getSimpleName() + "<…>");
        }
    }

    private static boolean hasGenericLeaf(Class<?> family) {
        return SealedFamily.leaves(family).stream().anyMatch(leaf -> leaf.getTypeParameters().length > 0);
    }

    private static boolean hasUnnamed(Class<?> raw) {
        JavaType type = types().constructType(raw);
        return Stream.of(raw.getRecordComponents())
                .filter(component -> !WireAnnotations.isIgnored(component))
                .filter(component -> !(component.getGenericType() instanceof Class<?>))
                .anyMatch(component -> isUnnamed(resolved(component, type)));
    }

    private static JavaType resolved(RecordComponent component, JavaType type) {
        return types().resolveMemberType(component.getGenericType(), type.getBindings());
    }

    private static boolean isUnnamed(JavaType type) {
        JavaType content = type.getContentType();
        return content == null ? type.isJavaLangObject() : isUnnamed(content);
    }

    private void requireAnEnd(JavaType type) {
        List<Place> same = new ArrayList<>();
        for (Iterator<Place> places = open.descendingIterator(); places.hasNext(); ) {
            Place place = places.next();
            if (place.type().getRawClass() == type.getRawClass()) {
                same.add(place);
            }
        }
        if (same.size() > KINDS) {
            throw new SchemaException(
                    same.get(1).path(),
                    type.getRawClass().getName() + " has itself with another type each time, deeper than " + KINDS
                            + " levels; name one type for it all the way down");
        }
    }

    private static TypeFactory types() {
        return Wire.of(Strictness.STRICT).getTypeFactory();
    }
}
