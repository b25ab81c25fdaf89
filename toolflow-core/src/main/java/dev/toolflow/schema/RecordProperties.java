package dev.toolflow.schema;

import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.util.ArrayList;
import java.util.List;

/** The properties of classes, as JSON has them. Thread-safe. */
final class RecordProperties {
    private static final ClassValue<List<BeanPropertyDefinition>> OF = new ClassValue<>() {
        @Override
        protected List<BeanPropertyDefinition> computeValue(Class<?> type) {
            return introspected(type);
        }
    };

    private RecordProperties() {}

    static List<BeanPropertyDefinition> of(Class<?> type) {
        return OF.get(type);
    }

    private static List<BeanPropertyDefinition> introspected(Class<?> type) {
        var mapper = Wire.of(Strictness.PLAIN);
        List<BeanPropertyDefinition> properties = new ArrayList<>(mapper.getSerializationConfig()
                .introspect(mapper.constructType(type))
                .findProperties());
        properties.forEach(property -> property.getAccessor().fixAccess(true));
        return List.copyOf(properties);
    }
}
