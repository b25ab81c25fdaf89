package dev.toolflow.store;

import static dev.toolflow.store.StoredPicture.BYTES;
import static dev.toolflow.store.StoredPicture.DAY;
import static dev.toolflow.store.StoredPicture.NOW;
import static dev.toolflow.store.StoredPicture.age;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversOfADirectoryTest {
    @TempDir
    private Path directory;

    private StoredPicture stored;
    private Path root;
    private ImageStore store;
    private ImageRecord record;

    @BeforeEach
    void a_stored_picture() {
        stored = new StoredPicture(directory);
        root = stored.root;
        store = stored.store;
        record = stored.record;
    }

    @Nested
    class A_sweep {
        @Test
        void takes_old_pictures_without_a_record_and_old_unfinished_files() throws IOException {
            Files.delete(stored.recordFile());
            Path unfinished = Files.write(root.resolve("tmp").resolve("0123.tmp"), new byte[7]);
            age(stored.picture(), DAY);
            age(unfinished, DAY);

            assertThat(store.sweep(DAY)).isEqualTo(new SweptImages(2, BYTES.length + 7));
            assertThat(stored.files()).isEmpty();
        }

        @Test
        void keeps_what_is_younger_what_has_a_record_and_what_it_does_not_know() throws IOException {
            Path young = Files.write(root.resolve("tmp").resolve("0123.tmp"), new byte[7]);
            Path foreign = Files.write(stored.picture().resolveSibling("notes.txt"), new byte[7]);
            age(stored.picture(), Duration.ofDays(300));
            age(foreign, Duration.ofDays(300));
            age(young, DAY.minusSeconds(1));

            assertThat(store.sweep(DAY)).isEqualTo(new SweptImages(0, 0));
            assertThat(stored.files()).contains(young, foreign, stored.picture(), stored.recordFile());
        }

        @Test
        void does_not_follow_links() throws IOException {
            Path outside = Files.write(directory.resolve("outside.tmp"), new byte[7]);
            age(outside, DAY);
            Files.createSymbolicLink(root.resolve("tmp").resolve("link.tmp"), outside);

            assertThat(store.sweep(Duration.ZERO)).isEqualTo(new SweptImages(0, 0));
            assertThat(outside).exists();
        }
    }

    @Nested
    class A_picture_that_a_killed_process_was_deleting {
        private Path aside() {
            String name = stored.picture().getFileName() + "-00000000-0000-0000-0000-000000000000.aside";
            return root.resolve("tmp").resolve(name);
        }

        @Test
        void is_put_back_when_it_is_looked_for() throws IOException {
            Files.move(stored.picture(), aside());

            assertThat(store.contains(record.image())).isTrue();
            assertThat(aside()).doesNotExist();
        }

        @Test
        void is_put_back_by_a_sweep_when_it_has_a_record_and_deleted_otherwise() throws IOException {
            Files.move(stored.picture(), aside());
            assertThat(store.sweep(DAY)).isEqualTo(new SweptImages(0, 0));
            assertThat(stored.picture()).exists();

            Files.move(stored.picture(), aside());
            Files.delete(stored.recordFile());
            age(aside(), DAY);
            assertThat(store.sweep(DAY)).isEqualTo(new SweptImages(1, BYTES.length));
            assertThat(stored.files()).isEmpty();
        }
    }

    @Nested
    class Deleting_and_storing_the_same_picture_at_once {
        @Test
        void never_leaves_a_record_without_its_picture() throws Exception {
            ExecutorService pool = Executors.newFixedThreadPool(4);
            for (int round = 0; round < 25; round++) {
                CyclicBarrier start = new CyclicBarrier(4);
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    ImageRecord own = ImageRecord.ofUpload(record.image(), NOW, Map.of("n", "" + i % 2));
                    boolean puts = i < 2;
                    all.add(pool.submit(() -> {
                        Path content = stored.content();
                        ImageStore process = ImageStore.directory(root);
                        start.await();
                        if (puts) {
                            process.put(own, content);
                        } else {
                            process.delete(own.id());
                            process.delete(record.id());
                        }
                        return null;
                    }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
                assertThat(store.list(ImageQuery.all()))
                        .allSatisfy(
                                left -> assertThat(store.contains(left.image())).isTrue());
            }
            pool.shutdown();
        }
    }
}
