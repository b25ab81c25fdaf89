package dev.toolflow.schema;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.metadata.BeanDescriptor;
import jakarta.validation.metadata.CascadableDescriptor;
import jakarta.validation.metadata.PropertyDescriptor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.validator.HibernateValidator;
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
            .messageInterpolator(new PlainMessages())
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

    private static final Violation TOO_DEEP = new Violation(
            "", "is nested deeper than " + Wire.MAX_DEPTH + " levels, the limit of JSON here; make it flatter");

    private final Set<Violation> violations = new TreeSet<>(ORDER);
    private boolean tooDeep;

    private RecordValidator() {}

    static List<Violation> validate(Object value) {
        RecordValidator validator = new RecordValidator();
        validator.check(value, null, false);
        return validator.tooDeep ? List.of(TOO_DEEP) : List.copyOf(validator.violations);
    }

    /**
     * Where in a value something is; most values are in order, so that it is seldom told.
     *
     * @param depth how many places are above the value, with this one
     * @param above where that is in; null at the top
     * @param step the name of a property, the index of an element or the key of an entry
     */
    private record Place(int depth, @Nullable Place above, Object step, boolean isProperty) {
        static Place property(@Nullable Place above, String name) {
            return new Place(depthOf(above) + 1, above, name, true);
        }

        static Place element(@Nullable Place above, Object step) {
            return new Place(depthOf(above) + 1, above, step, false);
        }

        static int depthOf(@Nullable Place place) {
            return place == null ? 0 : place.depth();
        }

        static String path(@Nullable Place place) {
            if (place == null) {
                return "";
            }
            String above = path(place.above());
            if (!place.isProperty()) {
                return above + "[" + place.step() + "]";
            }
            return above.isEmpty() ? place.step().toString() : above + "." + place.step();
        }
    }

    /** @param checked whether records were checked together with what they are in */
    private void check(@Nullable Object value, @Nullable Place place, boolean checked) {
        if (value instanceof Optional<?> optional) {
            check(optional.orElse(null), place, checked);
        } else if (tooDeep || Place.depthOf(place) >= Wire.MAX_DEPTH) {
            tooDeep |= nests(value);
        } else if (value instanceof Iterable<?> elements && !(value instanceof java.nio.file.Path)) {
            int index = 0;
            for (Object element : elements) {
                check(element, Place.element(place, index++), checked);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> check(element, Place.element(place, String.valueOf(key)), checked));
        } else if (value instanceof Object[] elements) {
            for (int index = 0; index < elements.length; index++) {
                check(elements[index], Place.element(place, index), checked);
            }
        } else if (value != null && (place == null || value instanceof Record)) {
            checkBean(value, place, checked);
        }
    }

    private static boolean nests(@Nullable Object value) {
        return value instanceof Record
                || (value instanceof Iterable<?> && !(value instanceof java.nio.file.Path))
                || value instanceof Map<?, ?>
                || value instanceof Object[];
    }

    /** What is in it comes first: Jakarta Validation follows {@code @Valid} to any depth, and is not asked of what is too deep. */
    private void checkBean(Object bean, @Nullable Place place, boolean checked) {
        Shape shape = SHAPES.get(bean.getClass());
        for (Way way : shape.leadingOn()) {
            Object value = way.property().getAccessor().getValue(bean);
            check(value, Place.property(place, way.property().getName()), way.isChecked());
        }
        if (shape.constrained() && !checked && !tooDeep) {
            for (ConstraintViolation<Object> violation : VALIDATOR.validate(bean)) {
                violations.add(
                        new Violation(path(Place.path(place), violation.getPropertyPath()), violation.getMessage()));
            }
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
     * From a record to others in it.
     *
     * @param property the property that may hold them
     * @param isChecked whether they are checked together with the record that has it, since it says so
     */
    private record Way(BeanPropertyDefinition property, boolean isChecked) {
        static Way of(BeanDescriptor record, BeanPropertyDefinition property) {
            PropertyDescriptor described = record.getConstraintsForProperty(property.getInternalName());
            return new Way(property, described != null && isChecked(property.getPrimaryType(), described));
        }

        /** Where the type leaves no doubt that it is a record or a list of them: all others are checked once more. */
        private static boolean isChecked(JavaType type, PropertyDescriptor described) {
            if (isOnlyRecord(type.getRawClass())) {
                return cascades(described);
            }
            return type.getRawClass() == List.class
                    && isOnlyRecord(type.getContentType().getRawClass())
                    && described.getConstrainedContainerElementTypes().stream().anyMatch(Way::cascades);
        }

        private static boolean isOnlyRecord(Class<?> type) {
            return type.isRecord() && !Iterable.class.isAssignableFrom(type) && !Map.class.isAssignableFrom(type);
        }

        private static boolean cascades(CascadableDescriptor described) {
            return described.isCascaded() && described.getGroupConversions().isEmpty();
        }
    }

    /**
     * What is to be done with the values of a class.
     *
     * @param constrained whether Jakarta Validation has anything to check
     * @param leadingOn of a record, the properties that may hold other records
     */
    private record Shape(boolean constrained, List<Way> leadingOn) {
        static Shape of(Class<?> type) {
            BeanDescriptor described = VALIDATOR.getConstraintsForClass(type);
            List<Way> leadingOn = type.isRecord()
                    ? PROPERTIES.get(type).stream()
                            .filter(property -> leadsOn(property.getPrimaryType()))
                            .map(property -> Way.of(described, property))
                            .toList()
                    : List.of();
            return new Shape(described.isBeanConstrained(), leadingOn);
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
