package dev.toolflow.schema;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** Makes values of records from a seed, with texts that are hard to carry. */
final class RandomValues {
    private static final List<String> TEXTS = List.of(
            "",
            "tea",
            "\"\\/\b\f\n\r\t",
            "\u2028\u0000",
            "\uD83C\uDF75",
            "\uD800",
            "x\uDC00y",
            "{\"@class\":1}",
            "null");
    private static final Map<Class<?>, Function<Random, Object>> SCALARS = new HashMap<>();

    static {
        SCALARS.put(String.class, random -> TEXTS.get(random.nextInt(TEXTS.size())));
        SCALARS.put(
                Samples.Swatch.class,
                random -> new Samples.Swatch(
                        String.format("#%06X", random.nextInt(1 << 24)), TEXTS.get(random.nextInt(TEXTS.size()))));
        both(byte.class, Byte.class, random -> (byte) random.nextInt());
        both(short.class, Short.class, random -> (short) random.nextInt());
        both(int.class, Integer.class, Random::nextInt);
        both(long.class, Long.class, Random::nextLong);
        both(float.class, Float.class, Random::nextFloat);
        both(double.class, Double.class, random -> random.nextGaussian() * 1e40);
        both(boolean.class, Boolean.class, Random::nextBoolean);
        both(char.class, Character.class, random -> "aZ\u00E4\u20AC\"\\".charAt(random.nextInt(6)));
        SCALARS.put(BigInteger.class, random -> new BigInteger(200, random));
        SCALARS.put(BigDecimal.class, random -> new BigDecimal(new BigInteger(90, random), random.nextInt(40) - 20));
        SCALARS.put(URI.class, random -> URI.create("https://tea.example/" + random.nextInt(99)));
        SCALARS.put(UUID.class, random -> new UUID(random.nextLong(), random.nextLong()));
        SCALARS.put(Instant.class, RandomValues::instant);
        SCALARS.put(OffsetDateTime.class, random -> instant(random).atOffset(ZoneOffset.ofHours(random.nextInt(12))));
        SCALARS.put(LocalDateTime.class, random -> LocalDateTime.ofInstant(instant(random), ZoneOffset.UTC));
        SCALARS.put(LocalDate.class, random -> LocalDate.ofEpochDay(random.nextInt(40_000)));
        SCALARS.put(LocalTime.class, random -> LocalTime.ofSecondOfDay(random.nextInt(86_400)));
        SCALARS.put(Duration.class, random -> Duration.ofMillis(random.nextInt()));
        SCALARS.put(
                OptionalInt.class,
                random -> random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()));
        SCALARS.put(OptionalLong.class, random -> random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(7));
        SCALARS.put(
                OptionalDouble.class, random -> random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(0.5));
    }

    private final Random random;
    private int depth;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    <T> T of(Class<T> type) {
        return type.cast(value(type, Map.of()));
    }

    private static void both(Class<?> primitive, Class<?> boxed, Function<Random, Object> value) {
        SCALARS.put(primitive, value);
        SCALARS.put(boxed, value);
    }

    private static Instant instant(Random random) {
        return Instant.ofEpochSecond(Math.abs(random.nextInt()), random.nextInt(1_000_000_000));
    }

    private Object value(Type type, Map<TypeVariable<?>, Type> known) {
        if (type instanceof TypeVariable<?> variable) {
            return value(known.get(variable), known);
        }
        if (type instanceof ParameterizedType generic) {
            return generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments(), known);
        }
        Class<?> raw = (Class<?>) type;
        if (SCALARS.containsKey(raw)) {
            return SCALARS.get(raw).apply(random);
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[random.nextInt(raw.getEnumConstants().length)];
        }
        if (raw.isArray()) {
            Object array = Array.newInstance(raw.getComponentType(), random.nextInt(3));
            for (int index = 0; index < Array.getLength(array); index++) {
                Array.set(array, index, value(raw.getComponentType(), known));
            }
            return array;
        }
        if (raw.isSealed()) {
            List<Class<?>> leaves = SealedFamily.leaves(raw);
            return value(leaves.get(random.nextInt(leaves.size())), known);
        }
        return instance(raw, known);
    }

    private Object generic(Class<?> raw, Type[] arguments, Map<TypeVariable<?>, Type> known) {
        if (raw.isRecord()) {
            Map<TypeVariable<?>, Type> inside = new HashMap<>();
            for (int index = 0; index < arguments.length; index++) {
                inside.put(raw.getTypeParameters()[index], arguments[index]);
            }
            return instance(raw, inside);
        }
        if (raw == Optional.class) {
            return random.nextBoolean() ? Optional.empty() : Optional.of(value(arguments[0], known));
        }
        List<Object> elements = elements(arguments[0], known);
        if (raw == List.class) {
            return elements;
        }
        return Map.class.isAssignableFrom(raw)
                ? map(raw, elements, arguments[1], known)
                : new LinkedHashSet<>(elements);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object map(Class<?> raw, List<Object> keys, Type values, Map<TypeVariable<?>, Type> known) {
        Map<Object, Object> map = new LinkedHashMap<>();
        keys.forEach(key -> map.put(key, value(values, known)));
        if (raw == EnumMap.class) {
            EnumMap sorted = new EnumMap(Samples.Mood.class);
            sorted.putAll(map);
            return sorted;
        }
        return raw == SortedMap.class ? new TreeMap<>(map) : map;
    }

    private List<Object> elements(Type type, Map<TypeVariable<?>, Type> known) {
        List<Object> elements = new ArrayList<>();
        for (int count = depth > 4 ? 0 : random.nextInt(4); count > 0; count--) {
            elements.add(value(type, known));
        }
        return elements;
    }

    private Object instance(Class<?> type, Map<TypeVariable<?>, Type> known) {
        depth++;
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> isNull(component) ? null : value(component.getGenericType(), known))
                .toArray();
        depth--;
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("no value of " + type, e);
        }
    }

    private boolean isNull(RecordComponent component) {
        boolean nullable = Nullness.marked(component.getAnnotatedType());
        return nullable && (depth > 4 || random.nextBoolean());
    }
}
