package dev.toolflow.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link ResultCache} does. A cache's own test extends it and makes the cache.
 *
 * <pre>{@code
 * class BucketCacheContractTest extends ResultCacheContract {
 *     @Override
 *     protected ResultCache emptyCache() {
 *         return new BucketCache(newBucket());
 *     }
 * }
 * }</pre>
 */
@Timeout(60)
public abstract class ResultCacheContract {
    protected static final String KEY = "0a".repeat(32);
    private static final String OTHER = "0b".repeat(32);
    private static final int RACERS = 8;

    private ResultCache cache;

    /** Makes a cache with nothing in it, which has room for 16 entries. */
    protected abstract ResultCache emptyCache();

    @BeforeEach
    void make_an_empty_cache() {
        cache = emptyCache();
    }

    @Nested
    class A_cache {
        @Test
        void has_nothing_at_first() {
            assertThat(cache.find(KEY)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "{\"text\":\"thé 🍵\"}", "two\r\nlines\n", "\u0000", "\\ud800"})
        void finds_the_very_text_that_was_put(String entry) {
            cache.put(KEY, entry);

            assertThat(cache.find(KEY)).contains(entry);
            assertThat(cache.find(OTHER)).isEmpty();
        }

        @Test
        void finds_a_long_text() {
            String entry = "Calm in a cup. ".repeat(100_000);
            cache.put(KEY, entry);

            assertThat(cache.find(KEY)).contains(entry);
        }

        @Test
        void keeps_the_last_of_one_key() {
            cache.put(KEY, "first");
            cache.put(OTHER, "other");
            cache.put(KEY, "second");

            assertThat(cache.find(KEY)).contains("second");
            assertThat(cache.find(OTHER)).contains("other");
        }

        @Test
        void is_safe_for_threads_that_put_and_find_the_same() throws Exception {
            String entry = "Calm in a cup. ".repeat(1_000);
            ExecutorService racers = Executors.newFixedThreadPool(RACERS);
            try {
                List<Future<?>> races = IntStream.range(0, RACERS)
                        .<Future<?>>mapToObj(racer -> racers.submit(() -> {
                            for (int round = 0; round < 50; round++) {
                                cache.put(KEY, entry + racer);
                                assertThat(cache.find(KEY)).get().asString().startsWith(entry);
                            }
                        }))
                        .toList();
                for (Future<?> race : races) {
                    race.get();
                }
            } finally {
                racers.shutdownNow();
            }
        }
    }
}
