package dev.toolflow.schema;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Jackson is told about types beyond their own annotations: the kinds of sealed families, and which record
 * components must be there. A type's own {@code @JsonTypeInfo} is not heeded, so no name in JSON ever picks a class.
 */
final class WireAnnotations extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;
    private static final JsonTypeInfo.Value KINDS =
            JsonTypeInfo.Value.from(ByKind.class.getAnnotation(JsonTypeInfo.class));

    private final Strictness strictness;

    /** What a sealed interface would be annotated with. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = SealedFamily.KIND)
    private interface ByKind {}

    WireAnnotations(Strictness strictness) {
        this.strictness = strictness;
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        return annotated instanceof AnnotatedClass type && SealedFamily.contains(type.getRawType()) ? KINDS : null;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        Class<?> type = annotated.getRawType();
        return annotated instanceof AnnotatedClass && SealedFamily.isRoot(type)
                ? SealedFamily.leaves(type).stream()
                        .map(leaf -> new NamedType(leaf, SealedFamily.kind(leaf)))
                        .toList()
                : null;
    }

    @Override
    public @Nullable String findTypeName(AnnotatedClass type) {
        return SealedFamily.isMember(type.getRawType()) ? SealedFamily.kind(type.getRawType()) : null;
    }

    /** Every property is written, null or not: the strict schema requires them all. */
    @Override
    public JsonInclude.Value findPropertyInclusion(Annotated annotated) {
        return JsonInclude.Value.empty();
    }

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
        return component(member)
                .map(component -> !mayBeAbsent(component))
                .orElseGet(() -> super.hasRequiredMarker(member));
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
        JsonSetter.Value own = super.findSetterInfo(annotated);
        if (strictness == Strictness.PLAIN || !own.equals(JsonSetter.Value.empty())) {
            return own;
        }
        return component(annotated)
                .filter(component -> component.getDeclaringRecord() != MapEntries.Entry.class)
                .map(WireAnnotations::nulls)
                .orElse(own);
    }

    private static JsonSetter.Value nulls(RecordComponent component) {
        return JsonSetter.Value.construct(
                mayBeAbsent(component) ? Nulls.SET : Nulls.FAIL,
                Nullness.allowedInside(component.getAnnotatedType()) ? Nulls.SET : Nulls.FAIL);
    }

    private static boolean mayBeAbsent(RecordComponent component) {
        return Nullness.allowed(component) || isIgnored(component);
    }

    static boolean isIgnored(RecordComponent component) {
        JsonIgnore ignored = component.getAccessor().getAnnotation(JsonIgnore.class);
        return ignored != null && ignored.value();
    }

    /** Returns the component that a parameter of a record's canonical constructor fills. */
    private static Optional<RecordComponent> component(Annotated annotated) {
        if (!(annotated instanceof AnnotatedParameter parameter)
                || !parameter.getDeclaringClass().isRecord()) {
            return Optional.empty();
        }
        RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
        return components.length == parameter.getOwner().getParameterCount()
                ? Optional.of(components[parameter.getIndex()])
                : Optional.empty();
    }
}
