package dev.toolflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultCacheTest {
    private static final String KEY = "0a".repeat(32);

    private static String key(int number) {
        return "%064x".formatted(number);
    }

    @Nested
    class In_memory {
        @Test
        void the_entry_that_was_used_longest_ago_makes_room() {
            ResultCache cache = ResultCache.memory(2);
            cache.put(key(1), "one");
            cache.put(key(2), "two");
            assertThat(cache.find(key(1))).isPresent();

            cache.put(key(3), "three");

            assertThat(cache.find(key(1))).contains("one");
            assertThat(cache.find(key(2))).isEmpty();
            assertThat(cache.find(key(3))).contains("three");
            assertThat(cache).hasToString("ResultCache[memory, entries=2]");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, -1})
        void there_must_be_room_for_one(int most) {
            assertThatThrownBy(() -> ResultCache.memory(most))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("mostEntries");
        }
    }

    @Nested
    class In_a_directory {
        @TempDir
        private Path directory;

        private ResultCache cache() {
            return ResultCache.directory(directory);
        }

        private Path file() {
            return directory.resolve("0a").resolve(KEY);
        }

        private List<Path> files() throws IOException {
            try (Stream<Path> all = Files.walk(directory)) {
                return all.filter(Files::isRegularFile).toList();
            }
        }

        @Test
        void entries_outlive_the_cache_and_nothing_else_is_left() throws IOException {
            cache().put(KEY, "entry");
            cache().put(KEY, "entry");

            assertThat(cache().find(KEY)).contains("entry");
            assertThat(files()).containsExactly(file());
        }

        @Test
        void a_file_is_for_its_owner_only() throws IOException {
            cache().put(KEY, "entry");

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                    .isEqualTo("rwx------");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 10, 64, 65, 67})
        void a_file_that_was_cut_counts_as_none_and_is_replaced(int length) throws IOException {
            cache().put(KEY, "entry");
            byte[] whole = Files.readAllBytes(file());
            Files.write(file(), java.util.Arrays.copyOf(whole, length));

            assertThat(cache().find(KEY)).isEmpty();

            cache().put(KEY, "entry");
            assertThat(cache().find(KEY)).contains("entry");
        }

        @Test
        void a_file_with_one_other_character_counts_as_none() throws IOException {
            cache().put(KEY, "entry");
            String whole = Files.readString(file());
            Files.writeString(file(), whole.replace("entry", "Entry"), StandardCharsets.UTF_8);

            assertThat(cache().find(KEY)).isEmpty();
        }

        @Test
        void an_entry_of_16_MiB_is_found_and_a_longer_one_neither_written_nor_read() throws IOException {
            String most = "x".repeat(16 << 20);
            cache().put(KEY, most);
            assertThat(cache().find(KEY)).contains(most);

            cache().put(KEY, most + "x");

            assertThat(cache().find(KEY)).isEmpty();
            assertThat(files()).isEmpty();
        }

        @Test
        void a_file_that_is_longer_than_an_entry_may_be_is_not_read_to_its_end() throws IOException {
            cache().put(KEY, "entry");
            try (var file = new RandomAccessFile(file().toFile(), "rw")) {
                file.setLength(3L << 30);
            }

            assertThat(cache().find(KEY)).isEmpty();

            cache().put(KEY, "entry");
            assertThat(cache().find(KEY)).contains("entry");
        }

        @Test
        void a_symbolic_link_in_a_files_place_is_not_followed() throws IOException {
            cache().put(key(1), "entry");
            Files.createDirectories(file().getParent());
            Files.createSymbolicLink(file(), directory.resolve("00").resolve(key(1)));

            assertThatThrownBy(() -> cache().find(KEY)).isInstanceOf(UncheckedIOException.class);

            cache().put(KEY, "own");
            assertThat(cache().find(KEY)).contains("own");
            assertThat(cache().find(key(1))).contains("entry");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "../../etc/passwd", "0A", "zz"})
        void a_key_that_is_no_hash_is_refused(String key) {
            assertThatThrownBy(() -> cache().find(key)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> cache().put(key, "x")).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void what_cannot_be_written_says_where() throws IOException {
            Path taken = Files.writeString(directory.resolve("file"), "x");

            assertThatThrownBy(() -> ResultCache.directory(taken).put(KEY, "x"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(KEY)
                    .hasMessageNotContaining("\"x\"");
        }
    }
}
