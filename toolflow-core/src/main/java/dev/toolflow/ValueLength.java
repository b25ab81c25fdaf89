package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.schema.JsonType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How long a value is that is known before a run. Immutable.
 *
 * @param tokens of its JSON, as the standard estimator counts text
 * @param pictures in it
 */
record ValueLength(long tokens, int pictures) {
    /** As the standard estimator takes them. */
    private static final int BYTES_OF_A_TOKEN = 2;

    /** @throws RuntimeException when the value cannot be written as JSON */
    static ValueLength of(Object value) {
        if (value instanceof List<?> list) {
            ValueLength all = new ValueLength(1, 0);
            for (Object element : list) {
                ValueLength one = of(element);
                all = new ValueLength(all.tokens + one.tokens + 1, all.pictures + one.pictures);
            }
            return all;
        }
        return ofOne(value.getClass(), value);
    }

    private static <T> ValueLength ofOne(Class<T> type, Object value) {
        int[] pictures = {0};
        String json = JsonType.plain(type).write(type.cast(value), GeneratedImage.class, image -> pictures[0]++);
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        return new ValueLength((bytes + BYTES_OF_A_TOKEN - 1) / BYTES_OF_A_TOKEN, pictures[0]);
    }
}
