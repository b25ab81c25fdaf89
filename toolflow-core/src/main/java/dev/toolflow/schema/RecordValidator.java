package dev.toolflow.schema;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.hibernate.validator.spi.nodenameprovider.JavaBeanProperty;
import org.hibernate.validator.spi.nodenameprovider.Property;
import org.jspecify.annotations.Nullable;

/**
 * Checks Jakarta constraints, with English messages and paths in JSON names. Records within a value are checked with or
 * without {@code @Valid}: their constraints stand in the schema either way. Expressions in messages are not evaluated.
 * Thread-safe.
 */
final class RecordValidator {
    private static final Comparator<Violation> ORDER =
            Comparator.comparing(Violation::path).thenComparing(Violation::message);
    private static final Validator VALIDATOR = Validation.byProvider(HibernateValidator.class)
            .configure()
            .ignoreXmlConfiguration()
            .propertyNodeNameProvider(RecordValidator::jsonName)
            .messageInterpolator(new ParameterMessageInterpolator(
                    Set.of(Locale.ENGLISH), Locale.ENGLISH, context -> Locale.ENGLISH, false))
            .buildValidatorFactory()
            .getValidator();
    private static final ClassValue<List<BeanPropertyDefinition>> PROPERTIES = new ClassValue<>() {
        @Override
        protected List<BeanPropertyDefinition> computeValue(Class<?> type) {
            return properties(type);
        }
    };
    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return Shape.of(type);
        }
    };

    private final Set<Violation> violations = new TreeSet<>(ORDER);

    private RecordValidator() {}

    static List<Violation> validate(Object value) {
        RecordValidator validator = new RecordValidator();
        validator.check(value, "");
        return List.copyOf(validator.violations);
    }

    private void check(@Nullable Object value, String path) {
        if (value instanceof Optional<?> optional) {
            check(optional.orElse(null), path);
        } else if (value instanceof Iterable<?> elements && !(value instanceof java.nio.file.Path)) {
            int index = 0;
            for (Object element : elements) {
                check(element, path + "[" + index++ + "]");
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> check(element, path + "[" + key + "]"));
        } else if (value instanceof Object[] elements) {
            for (int index = 0; index < Array.getLength(elements); index++) {
                check(elements[index], path + "[" + index + "]");
            }
        } else if (value != null && (path.isEmpty() || value instanceof Record)) {
            checkBean(value, path);
        }
    }

    private void checkBean(Object bean, String path) {
        Shape shape = SHAPES.get(bean.getClass());
        if (shape.constrained()) {
            for (ConstraintViolation<Object> violation : VALIDATOR.validate(bean)) {
                violations.add(new Violation(path(path, violation.getPropertyPath()), violation.getMessage()));
            }
        }
        for (BeanPropertyDefinition property : shape.leadingOn()) {
            String below = path.isEmpty() ? property.getName() : path + "." + property.getName();
            check(property.getAccessor().getValue(bean), below);
        }
    }

    private static String path(String start, Path nodes) {
        StringBuilder path = new StringBuilder(start);
        for (Path.Node node : nodes) {
            if (node.isInIterable()) {
                Object place = node.getIndex() == null ? node.getKey() : node.getIndex();
                path.append('[').append(place == null ? "" : place).append(']');
            }
            boolean named = node.getKind() == ElementKind.PROPERTY && node.getName() != null;
            if (named) {
                path.append(path.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        return path.toString();
    }

    private static String jsonName(Property property) {
        if (!(property instanceof JavaBeanProperty bean)
                || !bean.getDeclaringClass().isRecord()) {
            return property.getName();
        }
        return PROPERTIES.get(bean.getDeclaringClass()).stream()
                .filter(each -> each.getInternalName().equals(bean.getName()))
                .map(BeanPropertyDefinition::getName)
                .findFirst()
                .orElse(bean.getName());
    }

    /**
     * What is to be done with the values of a class.
     *
     * @param constrained whether Jakarta Validation has anything to check
     * @param leadingOn of a record, the properties that may hold other records
     */
    private record Shape(boolean constrained, List<BeanPropertyDefinition> leadingOn) {
        static Shape of(Class<?> type) {
            List<BeanPropertyDefinition> leadingOn = type.isRecord()
                    ? PROPERTIES.get(type).stream()
                            .filter(property -> leadsOn(property.getPrimaryType()))
                            .toList()
                    : List.of();
            return new Shape(VALIDATOR.getConstraintsForClass(type).isBeanConstrained(), leadingOn);
        }

        /** Whether a value of this type may be a record or have one in it: not a text, a number, a date, or a list of such. */
        private static boolean leadsOn(JavaType type) {
            if (type.isReferenceType() || type.isContainerType()) {
                JavaType content = type.getContentType();
                return content == null || leadsOn(content);
            }
            Class<?> raw = type.getRawClass();
            return raw.isRecord() || Iterable.class.isAssignableFrom(raw) || !isClosed(raw);
        }

        private static boolean isClosed(Class<?> raw) {
            return raw.isPrimitive() || raw.isEnum() || Modifier.isFinal(raw.getModifiers());
        }
    }

    private static List<BeanPropertyDefinition> properties(Class<?> type) {
        var mapper = Wire.of(Strictness.PLAIN);
        List<BeanPropertyDefinition> properties = new ArrayList<>(mapper.getSerializationConfig()
                .introspect(mapper.constructType(type))
                .findProperties());
        properties.forEach(property -> property.getAccessor().fixAccess(true));
        return List.copyOf(properties);
    }
}
