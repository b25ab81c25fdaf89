package dev.toolflow.schema;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.MapType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.ClassUtil;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.toolflow.schema.MapEntries.Entry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts a map together again, in the order of the JSON; refuses a key that appears twice. */
final class EntriesToMap extends StdConverter<Object, Object> {
    private final MapType type;
    private final Strictness strictness;

    /** An entry that the map cannot take; the path goes on from the map's own. */
    static final class RefusedEntry extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String path;

        RefusedEntry(String path, String problem) {
            super(problem, null, false, false);
            this.path = path;
        }

        String path() {
            return path;
        }
    }

    EntriesToMap(MapType type, Strictness strictness) {
        this.type = type;
        this.strictness = strictness;
    }

    /** Whether a property of this type can be filled. */
    static boolean makes(Class<?> map) {
        return map.isAssignableFrom(LinkedHashMap.class) || map.isAssignableFrom(TreeMap.class) || map == EnumMap.class;
    }

    @Override
    public Object convert(Object value) {
        Map<Object, Object> map = empty();
        int index = 0;
        for (Object element : (List<?>) value) {
            put(map, (Entry<?, ?>) element, "[" + index++ + "]");
        }
        return map;
    }

    private void put(Map<Object, Object> map, @Nullable Entry<?, ?> entry, String path) {
        if (entry == null) {
            throw new RefusedEntry(path, "must not be null");
        }
        if (entry.key() == null) {
            throw new RefusedEntry(path + ".key", "must not be null");
        }
        boolean nullable = strictness == Strictness.PLAIN
                || Nullness.isOptional(type.getContentType().getRawClass());
        if (entry.value() == null && !nullable) {
            throw new RefusedEntry(path + ".value", "must not be null");
        }
        if (map.containsKey(entry.key())) {
            throw new RefusedEntry(path + ".key", "appears twice in the map");
        }
        map.put(entry.key(), entry.value());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Map<Object, Object> empty() {
        Class<?> raw = type.getRawClass();
        if (raw == EnumMap.class) {
            return new EnumMap(type.getKeyType().getRawClass());
        }
        if (raw.isAssignableFrom(LinkedHashMap.class)) {
            return new LinkedHashMap<>();
        }
        return raw.isAssignableFrom(TreeMap.class)
                ? new TreeMap<>()
                : (Map<Object, Object>) ClassUtil.createInstance(raw, true);
    }

    @Override
    public JavaType getInputType(TypeFactory types) {
        return MapToEntries.entries(type, types);
    }

    @Override
    public JavaType getOutputType(TypeFactory types) {
        return type;
    }
}
