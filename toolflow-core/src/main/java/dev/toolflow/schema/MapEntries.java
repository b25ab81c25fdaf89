package dev.toolflow.schema;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.type.MapType;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets maps travel as arrays of {@code {key, value}}, since a strict object has no free keys. A map without an order of
 * its own is written in the order of its keys' text, so equal maps give equal JSON. Sets keep the order of the JSON.
 */
final class MapEntries extends SimpleModule {
    private static final long serialVersionUID = 1L;

    /** One pair of a map on the wire. */
    record Entry<K, V>(K key, V value) {}

    private final Strictness strictness;

    MapEntries(Strictness strictness) {
        this.strictness = strictness;
        addAbstractTypeMapping(Set.class, LinkedHashSet.class);
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addSerializers(new Writing());
        context.addDeserializers(new Reading());
    }

    /**
     * A map of anything, such as stands where a type says {@code Object}: it travels as Jackson reads it there, as an
     * object.
     */
    private static boolean isFree(MapType type) {
        return type.getContentType().isJavaLangObject();
    }

    private static final class Writing extends Serializers.Base {
        @Override
        public @Nullable JsonSerializer<?> findMapSerializer(
                SerializationConfig config,
                MapType type,
                BeanDescription description,
                @Nullable JsonSerializer<Object> keys,
                @Nullable TypeSerializer typed,
                @Nullable JsonSerializer<Object> values) {
            return isFree(type) ? null : new StdDelegatingSerializer(new MapToEntries(type));
        }
    }

    private final class Reading extends Deserializers.Base {
        @Override
        public @Nullable JsonDeserializer<?> findMapDeserializer(
                MapType type,
                DeserializationConfig config,
                BeanDescription description,
                @Nullable KeyDeserializer keys,
                @Nullable TypeDeserializer typed,
                @Nullable JsonDeserializer<?> values) {
            return isFree(type) ? null : new StdDelegatingDeserializer<>(new EntriesToMap(type, strictness));
        }
    }
}
