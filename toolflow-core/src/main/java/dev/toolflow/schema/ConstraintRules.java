package dev.toolflow.schema;

import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import jakarta.validation.Constraint;
import jakarta.validation.OverridesAttribute;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.groups.Default;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Jakarta constraints as schema keywords. Only those of the default group, as the validation itself; composed
 * constraints count unless they override attributes of their parts, which their declaration does not show. Whether null
 * may stand is not theirs to say.
 */
final class ConstraintRules extends JakartaValidationModule {

    ConstraintRules() {
        super(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS);
        forValidationGroups(Default.class);
    }

    @Override
    protected <A extends Annotation> @Nullable A getAnnotationFromFieldOrGetter(
            MemberScope<?, ?> member, Class<A> type, Function<A, Class<?>[]> groups) {
        A own = member.getContainerItemAnnotationConsideringFieldAndGetterIfSupported(type, ConstraintRules::isPlain);
        A found = own == null
                ? member.getAnnotationConsideringFieldAndGetterIfSupported(type, ConstraintRules::isPlain)
                : own;
        return found != null && inDefaultGroup(groups.apply(found)) ? found : null;
    }

    @Override
    protected @Nullable Boolean isNullable(MemberScope<?, ?> member) {
        return null;
    }

    @Override
    protected @Nullable String resolveStringPattern(MemberScope<?, ?> member) {
        Pattern pattern = getAnnotationFromFieldOrGetter(member, Pattern.class, Pattern::groups);
        if (pattern == null || pattern.flags().length > 0 || !member.getType().isInstanceOf(CharSequence.class)) {
            return null;
        }
        return EcmaPattern.of(pattern.regexp()).orElse(null);
    }

    private static boolean inDefaultGroup(Class<?>[] groups) {
        return groups.length == 0 || Arrays.asList(groups).contains(Default.class);
    }

    private static boolean isPlain(Annotation composed) {
        Class<? extends Annotation> type = composed.annotationType();
        return type.isAnnotationPresent(Constraint.class)
                && Arrays.stream(type.getDeclaredMethods())
                        .noneMatch(attribute -> attribute.isAnnotationPresent(OverridesAttribute.class)
                                || attribute.isAnnotationPresent(OverridesAttribute.List.class));
    }
}
