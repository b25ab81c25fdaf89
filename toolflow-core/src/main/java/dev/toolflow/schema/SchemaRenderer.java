package dev.toolflow.schema;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JsonPropertySorter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The schema generator with ToolFlow's rules; what it makes is made strict by {@link StrictSchema}. */
final class SchemaRenderer {
    private static final OptionPreset COMPONENTS = new OptionPreset(
            Option.NONPUBLIC_NONSTATIC_FIELDS_WITH_GETTERS,
            Option.NONPUBLIC_NONSTATIC_FIELDS_WITHOUT_GETTERS,
            Option.INLINE_NULLABLE_SCHEMAS,
            Option.PLAIN_DEFINITION_KEYS,
            Option.ALLOF_CLEANUP_AT_THE_END);

    private SchemaRenderer() {}

    /**
     * Returns the schema of a type, not strict yet.
     *
     * @param type a record
     * @param rootName what its path begins with
     * @throws SchemaException if it is not known which type a part of it has, or the generator fails
     */
    static ObjectNode render(JavaType type, String rootName) {
        try {
            return generated(type, TypeGraph.of(type, rootName).endlessInPlace());
        } catch (SchemaException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new SchemaException(
                    rootName, "its schema cannot be made, see the cause; use records whose types are all named", e);
        }
    }

    /** A generator keeps state while it runs, so each type gets its own. */
    private static ObjectNode generated(JavaType type, Set<Class<?>> references) {
        SchemaGeneratorConfigBuilder config =
                new SchemaGeneratorConfigBuilder(Wire.of(Strictness.STRICT), SchemaVersion.DRAFT_2020_12, COMPONENTS);
        config.forTypesInGeneral()
                .withCustomDefinitionProvider(new TypeRules())
                .withTypeAttributeOverride(new RecordRules());
        config.forFields()
                .withCustomDefinitionProvider(new ContainerRules(references))
                .withNullableCheck(
                        field -> references.contains(field.getType().getErasedType()) ? null : isNullable(field));
        config.with(new JacksonModule(JacksonOption.SKIP_SUBTYPE_LOOKUP, JacksonOption.IGNORE_TYPE_INFO_TRANSFORM))
                .with(new ConstraintRules());
        config.forTypesInGeneral().withPropertySorter(new JsonPropertySorter(false));
        Type[] arguments = type.getBindings().getTypeParameters().stream()
                .map(JavaType::getRawClass)
                .toArray(Type[]::new);
        return new SchemaGenerator(config.build()).generateSchema(type.getRawClass(), arguments);
    }

    static @Nullable Boolean isNullable(FieldScope field) {
        if (field.isFakeContainerItemScope()
                || Nullness.isOptional(field.getType().getErasedType())) {
            return null;
        }
        return Arrays.stream(field.getDeclaringType().getErasedType().getRecordComponents())
                .filter(component -> component.getName().equals(field.getDeclaredName()))
                .anyMatch(Nullness::allowed);
    }
}
