package dev.toolflow.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinition.AttributeInclusion;
import com.github.victools.jsonschema.generator.CustomDefinition.DefinitionType;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which types there are: single values, enums, sealed families and records. Everything else is refused. */
final class TypeRules implements CustomDefinitionProviderV2 {

    @Override
    public @Nullable CustomDefinition provideCustomSchemaDefinition(
            ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        if (raw.isRecord()) {
            return null;
        }
        if (raw.isEnum()) {
            return new CustomDefinition(constants(raw), DefinitionType.STANDARD, AttributeInclusion.YES);
        }
        if (SealedFamily.isRoot(raw)) {
            return new CustomDefinition(branches(type, context), DefinitionType.STANDARD, AttributeInclusion.NO);
        }
        ObjectNode schema = Scalars.of(raw).orElseGet(() -> Refusal.of(raw));
        return new CustomDefinition(schema, DefinitionType.INLINE, AttributeInclusion.YES);
    }

    private static ObjectNode constants(Class<?> type) {
        ObjectNode schema = RecordRules.mark(type).put("type", "string");
        ArrayNode names = schema.putArray("enum");
        for (Object constant : type.getEnumConstants()) {
            JsonNode name = Wire.of(Strictness.STRICT).valueToTree(constant);
            if (!name.isTextual()) {
                return Refusal.because(type.getName() + " is not written as text; let its @JsonValue be a String");
            }
            names.add(name);
        }
        return names.isEmpty() ? Refusal.because(type.getName() + " has no constants; give it one") : schema;
    }

    private static ObjectNode branches(ResolvedType type, SchemaGenerationContext context) {
        Optional<String> problem = SealedFamily.problem(type.getErasedType());
        if (problem.isPresent()) {
            return Refusal.because(problem.get());
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        ArrayNode branches = schema.putArray("anyOf");
        SealedFamily.leaves(type.getErasedType()).stream()
                .map(leaf -> context.getTypeContext().resolveSubtype(type, leaf))
                .map(context::createDefinitionReference)
                .forEach(branches::add);
        return schema;
    }
}
