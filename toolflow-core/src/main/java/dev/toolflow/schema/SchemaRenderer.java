package dev.toolflow.schema;

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

    /** A generator keeps state while it runs, so each type gets its own. */
    static ObjectNode render(Type type, Type... arguments) {
        SchemaGeneratorConfigBuilder config =
                new SchemaGeneratorConfigBuilder(Wire.of(Strictness.STRICT), SchemaVersion.DRAFT_2020_12, COMPONENTS);
        config.forTypesInGeneral()
                .withCustomDefinitionProvider(new TypeRules())
                .withTypeAttributeOverride(new RecordRules());
        config.forFields()
                .withCustomDefinitionProvider(new ContainerRules())
                .withNullableCheck(SchemaRenderer::isNullable);
        config.with(new JacksonModule(JacksonOption.SKIP_SUBTYPE_LOOKUP, JacksonOption.IGNORE_TYPE_INFO_TRANSFORM))
                .with(new ConstraintRules());
        config.forTypesInGeneral().withPropertySorter(new JsonPropertySorter(false));
        return new SchemaGenerator(config.build()).generateSchema(type, arguments);
    }

    private static @Nullable Boolean isNullable(FieldScope field) {
        if (field.isFakeContainerItemScope()
                || Nullness.isOptional(field.getType().getErasedType())) {
            return null;
        }
        return Arrays.stream(field.getDeclaringType().getErasedType().getRecordComponents())
                .filter(component -> component.getName().equals(field.getDeclaredName()))
                .anyMatch(Nullness::allowed);
    }
}
