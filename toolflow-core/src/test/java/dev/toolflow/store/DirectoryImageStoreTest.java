package dev.toolflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.Pictures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryImageStoreTest {
    private static final byte[] BYTES = Pictures.png(40, 40);

    @TempDir
    private Path directory;

    private Path root;
    private ImageStore store;
    private GeneratedImage image;
    private Path content;

    @BeforeEach
    void a_picture_and_an_empty_store() throws IOException {
        root = directory.resolve("deep/store");
        store = ImageStore.directory(root);
        content = Files.write(directory.resolve("content"), BYTES);
        Sha256 sha256 = new Sha256();
        sha256.update(BYTES, 0, BYTES.length);
        image = new GeneratedImage(sha256.hex(), "image/png", 40, 40, BYTES.length, null);
    }

    private Path place() {
        return root.resolve("sha256").resolve(image.sha256().substring(0, 2)).resolve(image.sha256() + ".png");
    }

    private Path recordPlace() {
        String digits = record(image).id().substring(65);
        return root.resolve("records")
                .resolve(image.sha256().substring(0, 2))
                .resolve(image.sha256())
                .resolve(digits + ".json");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private byte[] read() throws IOException {
        try (InputStream stored = store.open(image)) {
            return stored.readAllBytes();
        }
    }

    @Nested
    class A_stored_picture {
        @Test
        void lies_at_its_hash_and_nothing_else_is_left() throws IOException {
            assertThat(store.contains(image)).isFalse();

            store.put(record(image), content);

            assertThat(store.contains(image)).isTrue();
            assertThat(read()).isEqualTo(BYTES);
            assertThat(files()).containsExactly(recordPlace(), place());
        }

        @Test
        void may_be_stored_again() throws IOException {
            store.put(record(image), content);
            Files.write(content, BYTES);

            store.put(record(image), content);

            assertThat(files()).containsExactly(recordPlace(), place());
            assertThat(read()).isEqualTo(BYTES);
        }

        @Test
        void that_waited_long_in_a_spool_is_as_young_as_its_storing() throws IOException {
            assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
            Files.setPosixFilePermissions(content, PosixFilePermissions.fromString("rw-------"));
            Files.setLastModifiedTime(content, FileTime.from(Instant.EPOCH));

            assertThat(OwnFile.share(content, Files.createDirectories(root).resolve("name")))
                    .isTrue();

            assertThat(Files.getLastModifiedTime(root.resolve("name")).toInstant())
                    .isAfter(Instant.EPOCH.plus(Duration.ofDays(10_000)));
        }

        @Test
        void is_for_its_owner_only() throws IOException {
            assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));

            store.put(record(image), content);

            for (Path file : files()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                    .isEqualTo("rwx------");
        }

        @Test
        void is_stored_although_the_thread_is_interrupted_and_the_flag_stays() throws IOException {
            Thread.currentThread().interrupt();

            store.put(record(image), content);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(read()).isEqualTo(BYTES);
        }

        @Test
        void is_whole_when_many_stores_store_it_at_once() throws Exception {
            int writers = 8;
            CyclicBarrier start = new CyclicBarrier(writers);
            ExecutorService pool = Executors.newFixedThreadPool(writers);
            List<Future<?>> puts = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                Path own = Files.write(directory.resolve("content-" + i), BYTES);
                puts.add(pool.submit(() -> {
                    start.await();
                    ImageStore.directory(root).put(record(image), own);
                    return store.contains(image);
                }));
            }
            for (Future<?> put : puts) {
                assertThat(put.get()).isEqualTo(true);
            }
            pool.shutdown();

            assertThat(files()).containsExactly(recordPlace(), place());
            assertThat(read()).isEqualTo(BYTES);
        }

        @Test
        void is_not_disturbed_by_what_a_killed_process_left() throws IOException {
            Path unfinished = root.resolve("tmp").resolve(image.sha256().substring(0, 12) + "1.tmp");
            Files.createDirectories(unfinished.getParent());
            Files.write(unfinished, Pictures.first(BYTES, 10));

            assertThat(store.contains(image)).isFalse();
            store.put(record(image), content);

            assertThat(read()).isEqualTo(BYTES);
            assertThat(unfinished).exists();
        }
    }

    @Nested
    class A_store {
        @Test
        void makes_no_directory_before_the_first_picture() {
            store.contains(image);

            assertThat(root).doesNotExist();
        }

        @Test
        void is_refused_on_another_file_system() throws IOException {
            try (FileSystem zip = FileSystems.newFileSystem(directory.resolve("a.zip"), Map.of("create", "true"))) {
                assertThatThrownBy(() -> ImageStore.directory(zip.getPath("/store")))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("default file system");
            }
        }

        @Test
        void may_be_temporary_and_then_shares_nothing_with_another() throws IOException {
            ImageStore temporary = ImageStore.temporary();
            temporary.put(record(image), content);

            assertThat(temporary.contains(image)).isTrue();
            assertThat(ImageStore.temporary().contains(image)).isFalse();

            deleteTree(Path.of(temporary.toString().replaceAll("^ImageStore\\[|]$", "")));
        }

        private void deleteTree(Path path) throws IOException {
            try (Stream<Path> all = Files.walk(path)) {
                for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static ImageRecord record(GeneratedImage image) {
        return ImageRecord.ofUpload(image, java.time.Instant.EPOCH, java.util.Map.of());
    }
}
