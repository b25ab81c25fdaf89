package dev.toolflow.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.CustomPropertyDefinitionProvider;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import java.lang.reflect.AnnotatedType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists, sets, arrays, maps (as arrays of {@code {key, value}}) and {@code Optional}, with the annotations on what
 * they hold; and what may be null and must be referred to, since it has itself.
 */
final class ContainerRules implements CustomPropertyDefinitionProvider<FieldScope> {
    private static final Set<Class<?>> NOT_LISTS = Set.of(byte[].class, Byte[].class, char[].class, Character[].class);

    private final Set<Class<?>> references;

    /** @param references what is never written in the place of a property that may be null */
    ContainerRules(Set<Class<?>> references) {
        this.references = references;
    }

    @Override
    public @Nullable CustomPropertyDefinition provideCustomSchemaDefinition(
            FieldScope field, SchemaGenerationContext context) {
        ResolvedType type = field.getType();
        Class<?> raw = type.getErasedType();
        if (raw == Optional.class) {
            return new CustomPropertyDefinition(orNull(argument(field, context, Optional.class, 0), context));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return new CustomPropertyDefinition(EntriesToMap.makes(raw) ? entries(field, context) : Refusal.of(raw));
        }
        if (Collection.class.isAssignableFrom(raw) || raw.isArray()) {
            return new CustomPropertyDefinition(isList(raw) ? items(field, context) : Refusal.of(raw));
        }
        if (references.contains(raw) && Boolean.TRUE.equals(SchemaRenderer.isNullable(field))) {
            ArgumentScope value = new ArgumentScope(field, type, annotated(field));
            return new CustomPropertyDefinition(
                    orNull(context.createStandardDefinitionReference(value, null), context));
        }
        return null;
    }

    private static boolean isList(Class<?> raw) {
        return raw.isArray() ? !NOT_LISTS.contains(raw) : raw.getPackageName().equals("java.util");
    }

    private static ObjectNode items(FieldScope field, SchemaGenerationContext context) {
        ObjectNode item = field.getType().isArray()
                ? schema(field, context, field.getType().getArrayElementType(), 0)
                : argument(field, context, Collection.class, 0);
        List<AnnotatedType> arguments = Nullness.arguments(annotated(field));
        boolean nullable = arguments.size() == 1 && Nullness.marked(arguments.get(0));
        return array(nullable ? orNull(item, context) : item, context);
    }

    private static ObjectNode entries(FieldScope field, SchemaGenerationContext context) {
        ResolvedType key = field.getTypeParameterFor(Map.class, 0);
        if (key != null && !Scalars.isKey(key.getErasedType())) {
            return Refusal.because("a map's key of type " + key.getErasedType().getTypeName()
                    + " cannot be told in text; use a String, number, enum, UUID or date, or a List of records");
        }
        List<AnnotatedType> arguments = Nullness.arguments(annotated(field));
        if (arguments.stream().anyMatch(Nullness::marked)) {
            return Refusal.because("a map with @Nullable keys or values is ambiguous; use Optional for the value");
        }
        ObjectNode entry = context.getGeneratorConfig().createObjectNode().put("type", "object");
        ObjectNode properties = entry.putObject("properties");
        properties.set("key", argument(field, context, Map.class, 0));
        properties.set("value", argument(field, context, Map.class, 1));
        return array(entry, context);
    }

    private static ObjectNode argument(
            FieldScope field, SchemaGenerationContext context, Class<?> container, int index) {
        ResolvedType type = field.getTypeParameterFor(container, index);
        return type == null ? Refusal.of(Object.class) : schema(field, context, type, index);
    }

    private static ObjectNode schema(FieldScope field, SchemaGenerationContext context, ResolvedType type, int index) {
        List<AnnotatedType> arguments = Nullness.arguments(annotated(field));
        AnnotatedType annotated = index < arguments.size() ? arguments.get(index) : null;
        return context.createStandardDefinitionReference(new ArgumentScope(field, type, annotated), null);
    }

    private static @Nullable AnnotatedType annotated(FieldScope field) {
        return field instanceof ArgumentScope argument
                ? argument.annotated()
                : field.getRawMember().getAnnotatedType();
    }

    private static ObjectNode array(ObjectNode item, SchemaGenerationContext context) {
        ObjectNode array = context.getGeneratorConfig().createObjectNode().put("type", "array");
        array.set("items", item);
        return array;
    }

    /** The schema itself may be filled in later, so it is wrapped, never copied. */
    private static ObjectNode orNull(ObjectNode schema, SchemaGenerationContext context) {
        ObjectNode union = context.getGeneratorConfig().createObjectNode();
        union.putArray("anyOf").add(schema).addObject().put("type", "null");
        return union;
    }
}
