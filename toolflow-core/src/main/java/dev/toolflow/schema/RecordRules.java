package dev.toolflow.schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.TypeAttributeOverrideV2;
import com.github.victools.jsonschema.generator.TypeScope;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finishes the schema of a record: its {@code kind} if it is of a sealed family, and a check that Jackson reads and
 * writes just these properties, so that annotations which only one of the two understands are refused rather than found
 * out from a model's answers.
 */
final class RecordRules implements TypeAttributeOverrideV2 {
    private static final String TYPE = "x-type";

    /** Returns an empty schema that knows which Java type it is of, until {@link StrictSchema} takes the mark away. */
    static ObjectNode mark(Class<?> type) {
        return JsonNodeFactory.instance.objectNode().put(TYPE, type.getName());
    }

    static Optional<String> typeOf(ObjectNode schema) {
        return Optional.ofNullable(schema.get(TYPE)).map(name -> name.asText());
    }

    @Override
    public void overrideTypeAttributes(ObjectNode schema, TypeScope scope, @Nullable SchemaGenerationContext context) {
        Class<?> type = scope.getType().getErasedType();
        if (!type.isRecord()) {
            return;
        }
        schema.put(TYPE, type.getName());
        ObjectNode properties = schema.withObjectProperty("properties");
        problem(type, properties).ifPresent(problem -> schema.setAll(Refusal.because(problem)));
        if (SealedFamily.isMember(type)) {
            ObjectNode kind = JsonNodeFactory.instance.objectNode().put("type", "string");
            ObjectNode first = JsonNodeFactory.instance.objectNode();
            first.set(SealedFamily.KIND, kind.put("const", SealedFamily.kind(type)));
            properties.properties().forEach(property -> first.set(property.getKey(), property.getValue()));
            schema.set("properties", first);
        }
    }

    private static Optional<String> problem(Class<?> type, ObjectNode properties) {
        if (SealedFamily.isMember(type) && properties.has(SealedFamily.KIND)) {
            return Optional.of(type.getName() + " has a property '" + SealedFamily.KIND
                    + "', which tells the records of a sealed family apart; rename it");
        }
        boolean gap = Stream.of(type.getRecordComponents())
                .anyMatch(component -> component.getType().isPrimitive() && WireAnnotations.isIgnored(component));
        if (gap) {
            return Optional.of(
                    type.getName() + " ignores a primitive component, which then has no value; use a boxed type");
        }
        JsonMapper mapper = Wire.of(Strictness.STRICT);
        JavaType javaType = mapper.constructType(type);
        BeanDescription written = mapper.getSerializationConfig().introspect(javaType);
        BeanDescription read = mapper.getDeserializationConfig().introspect(javaType);
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        boolean same = names.equals(names(written)) && names.equals(names(read));
        boolean plain = isPlain(written) && isPlain(read);
        return same && plain
                ? Optional.empty()
                : Optional.of(type.getName() + " has annotations that change its JSON beyond names and order;"
                        + " remove them, or give the data a record of its own");
    }

    private static Set<String> names(BeanDescription description) {
        return description.findProperties().stream()
                .map(BeanPropertyDefinition::getName)
                .filter(name -> !description.getIgnoredPropertyNames().contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isPlain(BeanDescription description) {
        AnnotationIntrospector annotations =
                Wire.of(Strictness.STRICT).getSerializationConfig().getAnnotationIntrospector();
        AnnotatedClass type = description.getClassInfo();
        boolean ownForm = annotations.findSerializer(type) != null
                || annotations.findDeserializer(type) != null
                || annotations.findSerializationConverter(type) != null
                || annotations.findDeserializationConverter(type) != null
                || description.findJsonValueAccessor() != null
                || description.findAnyGetter() != null
                || description.findAnySetterAccessor() != null
                || hasFormat(annotations.findFormat(type));
        boolean delegates = Stream.concat(type.getConstructors().stream(), type.getFactoryMethods().stream())
                .map(creator -> annotations.findCreatorAnnotation(
                        Wire.of(Strictness.STRICT).getDeserializationConfig(), creator))
                .anyMatch(mode -> mode == JsonCreator.Mode.DELEGATING);
        return !ownForm
                && !delegates
                && description.findProperties().stream()
                        .flatMap(property -> Stream.of(
                                property.getField(), property.getGetter(), property.getConstructorParameter()))
                        .filter(Objects::nonNull)
                        .allMatch(member -> isPlain(member, annotations));
    }

    private static boolean isPlain(AnnotatedMember member, AnnotationIntrospector annotations) {
        return annotations.findSerializer(member) == null
                && annotations.findDeserializer(member) == null
                && annotations.findContentSerializer(member) == null
                && annotations.findContentDeserializer(member) == null
                && annotations.findSerializationConverter(member) == null
                && annotations.findDeserializationConverter(member) == null
                && annotations.findUnwrappingNameTransformer(member) == null
                && annotations.findObjectIdInfo(member) == null
                && annotations.findReferenceType(member) == null
                && !hasFormat(annotations.findFormat(member));
    }

    private static boolean hasFormat(JsonFormat.@Nullable Value format) {
        return format != null && !format.equals(JsonFormat.Value.empty());
    }
}
