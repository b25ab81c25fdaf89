package dev.toolflow.schema;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.MapType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.toolflow.schema.MapEntries.Entry;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Takes a map apart, in its own order if it has one, else by the keys' text: equal maps give equal JSON in every JVM.
 */
final class MapToEntries extends StdConverter<Object, Object> {
    private static final Comparator<Entry<?, ?>> BY_TEXT = Comparator.comparing(entry -> String.valueOf(entry.key()));

    private final MapType type;

    MapToEntries(MapType type) {
        this.type = type;
    }

    static JavaType entries(MapType type, TypeFactory types) {
        JavaType entry = types.constructParametricType(Entry.class, type.getKeyType(), type.getContentType());
        return types.constructCollectionType(List.class, entry);
    }

    @Override
    public Object convert(Object value) {
        Map<?, ?> map = (Map<?, ?>) value;
        var entries = map.entrySet().stream().<Entry<?, ?>>map(each -> new Entry<>(each.getKey(), each.getValue()));
        boolean ordered = map instanceof LinkedHashMap || map instanceof SortedMap;
        return (ordered ? entries : entries.sorted(BY_TEXT)).toList();
    }

    @Override
    public JavaType getInputType(TypeFactory types) {
        return type;
    }

    @Override
    public JavaType getOutputType(TypeFactory types) {
        return entries(type, types);
    }
}
