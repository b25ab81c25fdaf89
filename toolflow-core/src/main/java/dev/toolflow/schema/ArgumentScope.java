package dev.toolflow.schema;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.MethodScope;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A type argument of a field, at any depth, with the annotations written on it: the {@code @Min(1) Integer} of
 * {@code List<List<@Min(1) Integer>>}. The generator itself knows those of the first depth only.
 */
final class ArgumentScope extends FieldScope {
    private final ResolvedType type;
    private final @Nullable AnnotatedType annotated;

    ArgumentScope(FieldScope field, ResolvedType type, @Nullable AnnotatedType annotated) {
        super(field.getMember(), field.getDeclarationDetails(), null, field.getContext());
        this.type = type;
        this.annotated = annotated;
    }

    @Nullable
    AnnotatedType annotated() {
        return annotated;
    }

    @Override
    public ResolvedType getType() {
        return type;
    }

    @Override
    public @Nullable ResolvedType getTypeParameterFor(Class<?> superType, int index) {
        return getContext().getTypeParameterFor(type, superType, index);
    }

    @Override
    public boolean isFakeContainerItemScope() {
        return true;
    }

    @Override
    public FieldScope withOverriddenType(ResolvedType overridden) {
        return new ArgumentScope(this, overridden, annotated);
    }

    @Override
    public @Nullable MethodScope findGetter() {
        return null;
    }

    @Override
    public <A extends Annotation> @Nullable A getContainerItemAnnotation(
            Class<A> wanted, Predicate<Annotation> considerOther) {
        List<Annotation> own = annotated == null ? List.of() : List.of(annotated.getAnnotations());
        return getContext().getAnnotationFromList(wanted, own, considerOther);
    }

    @Override
    public <A extends Annotation> @Nullable A getContainerItemAnnotationConsideringFieldAndGetter(
            Class<A> wanted, Predicate<Annotation> considerOther) {
        return getContainerItemAnnotation(wanted, considerOther);
    }
}
