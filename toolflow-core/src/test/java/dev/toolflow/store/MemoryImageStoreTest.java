package dev.toolflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryImageStoreTest {
    @TempDir
    private Path directory;

    private ImageRecord put(ImageStore store, int side, String user) throws IOException {
        byte[] bytes = Pictures.png(side, side);
        Sha256 sha256 = new Sha256();
        sha256.update(bytes, 0, bytes.length);
        GeneratedImage image = new GeneratedImage(sha256.hex(), "image/png", side, side, bytes.length, null);
        ImageRecord record = ImageRecord.ofUpload(image, Instant.EPOCH, Map.of("user", user));
        store.put(record, Files.write(directory.resolve("content"), bytes));
        return record;
    }

    @Nested
    class When_it_is_full {
        @Test
        void it_refuses_more_with_the_remedy_and_stores_nothing_of_it() throws IOException {
            ImageStore measuring = ImageStore.memory(1 << 20);
            ImageRecord first = put(measuring, 40, "a");
            ImageStore store = ImageStore.memory(first.image().sizeBytes() + first.toJson().length);
            put(store, 40, "a");

            assertThatThrownBy(() -> put(store, 41, "a"))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("raise maxBytes")
                    .hasMessageContaining("ImageStore.directory");
            assertThat(store.list(ImageQuery.all())).containsExactly(first);

            store.delete(first.id());
            assertThat(store.contains(put(store, 40, "a").image())).isTrue();
        }

        @Test
        void a_second_record_of_a_picture_that_is_there_takes_only_its_own_room() throws IOException {
            ImageStore store = ImageStore.memory(1 << 20);
            ImageRecord first = put(store, 40, "a");
            ImageRecord second = put(store, 40, "b");

            store.delete(first.id());

            assertThat(store.contains(second.image())).isTrue();
        }

        @Test
        void a_second_record_needs_no_room_for_the_picture_again() throws IOException {
            ImageRecord measured = put(ImageStore.memory(1 << 20), 40, "a");
            long room = measured.image().sizeBytes() + 2L * measured.toJson().length;
            ImageStore store = ImageStore.memory(room);

            put(store, 40, "a");
            put(store, 40, "b");
            put(store, 40, "b");

            assertThat(store.list(ImageQuery.all())).hasSize(2);
            assertThatThrownBy(() -> put(store, 40, "c")).isInstanceOf(ImageStoreException.class);
        }
    }

    @Nested
    class A_bound {
        @Test
        void is_at_least_one_byte() {
            assertThatThrownBy(() -> ImageStore.memory(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
