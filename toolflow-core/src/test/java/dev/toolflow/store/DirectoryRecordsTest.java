package dev.toolflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryRecordsTest {
    private static final byte[] BYTES = Pictures.png(40, 40);
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private Path root;
    private ImageStore store;
    private ImageRecord record;

    @BeforeEach
    void a_stored_picture() {
        root = directory.resolve("store");
        store = new DirectoryImageStore(root, Clock.fixed(NOW, ZoneOffset.UTC));
        Sha256 sha256 = new Sha256();
        sha256.update(BYTES, 0, BYTES.length);
        GeneratedImage image = new GeneratedImage(sha256.hex(), "image/png", 40, 40, BYTES.length, null);
        record = ImageRecord.ofUpload(image, NOW, Map.of("user", "u-1"));
        store.put(record, content());
    }

    private Path content() {
        try {
            return Files.write(Files.createTempFile(directory, "content", ".part"), BYTES);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path recordFile() {
        String hash = record.image().sha256();
        return root.resolve("records")
                .resolve(hash.substring(0, 2))
                .resolve(hash)
                .resolve(record.id().substring(65) + ".json");
    }

    private Path picture() {
        String hash = record.image().sha256();
        return root.resolve("sha256").resolve(hash.substring(0, 2)).resolve(hash + ".png");
    }

    private static void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Nested
    class A_damaged_record {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "{}",
                    "[]",
                    "null",
                    "{\"format\":0}",
                    "{\"format\":\"1\"}",
                    "{\"format\":1}",
                    "\u0000"
                })
        void is_told_when_it_is_looked_for_and_passed_over_in_a_list(String content) throws IOException {
            Files.writeString(recordFile(), content);

            assertThatThrownBy(() -> store.find(record.id()))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining(recordFile().toString())
                    .hasMessageContaining("is damaged");
            assertThat(store.list(ImageQuery.all())).isEmpty();
        }

        @Test
        void is_one_that_was_cut_or_has_a_field_too_many_or_belongs_to_another_id() throws IOException {
            String whole = Files.readString(recordFile());
            for (String wrong : List.of(
                    whole.substring(0, whole.length() - 1),
                    whole + "x",
                    whole.replace("{\"format\"", "{\"@class\":\"java.util.Date\",\"format\""),
                    whole.replace("\"width\":40,", ""),
                    whole.replace(record.id(), record.image().sha256() + "-0000000000000000"))) {
                Files.writeString(recordFile(), wrong);

                assertThatThrownBy(() -> store.find(record.id())).hasMessageContaining("is damaged");
            }
        }

        @Test
        void is_mended_when_its_picture_is_stored_again() throws IOException {
            Files.writeString(recordFile(), "{");

            store.put(record, content());

            assertThat(store.find(record.id())).contains(record);
        }

        @Test
        void still_keeps_its_picture_and_can_be_deleted() throws IOException {
            Files.writeString(recordFile(), "{");
            age(picture(), DAY);

            assertThat(store.sweep(DAY)).isEqualTo(new SweptImages(0, 0));
            assertThat(store.delete(record.id())).isTrue();
            assertThat(files()).isEmpty();
        }
    }

    @Nested
    class A_record_of_a_newer_format {
        @Test
        void is_refused_and_never_written_over() throws IOException {
            String newer = Files.readString(recordFile()).replace("\"format\":1", "\"format\":2");
            Files.writeString(recordFile(), newer);

            for (org.assertj.core.api.ThrowableAssert.ThrowingCallable use :
                    List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                            () -> store.find(record.id()),
                            () -> store.list(ImageQuery.all()),
                            () -> store.put(record, content()))) {
                assertThatThrownBy(use)
                        .isInstanceOf(ImageStoreException.class)
                        .hasMessageContaining("format 2")
                        .hasMessageContaining("use the version that wrote it");
            }
            assertThat(recordFile()).hasContent(newer);
        }
    }

    @Nested
    class A_record_that_cannot_be_written {
        @Test
        void fails_the_put_and_leaves_the_content_and_no_record() throws IOException {
            store.delete(record.id());
            deleteTree(root.resolve("records"));
            Files.writeString(root.resolve("records"), "a file where a directory must be");
            Path content = content();

            assertThatThrownBy(() -> store.put(record, content))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("permissions and free space");

            assertThat(content).hasBinaryContent(BYTES);
            Files.delete(root.resolve("records"));
            assertThat(store.find(record.id())).isEmpty();
            store.put(record, content);
            assertThat(store.find(record.id())).contains(record);
        }

        @Test
        void fails_the_put_when_the_directory_is_read_only() throws IOException {
            Path shard = recordFile().getParent();
            assumeTrue(shard.toFile().setWritable(false) && !Files.isWritable(shard), "root may write everywhere");
            ImageRecord other = ImageRecord.ofUpload(record.image(), NOW, Map.of("user", "u-2"));

            assertThatThrownBy(() -> store.put(other, content())).isInstanceOf(ImageStoreException.class);
        }

        private void deleteTree(Path path) throws IOException {
            try (Stream<Path> all = Files.walk(path)) {
                for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Nested
    class A_link_among_the_records {
        @Test
        void is_refused_or_passed_over_and_never_followed() throws IOException {
            Path elsewhere = Files.move(recordFile(), directory.resolve("elsewhere.json"));
            Files.createSymbolicLink(recordFile(), elsewhere);

            assertThatThrownBy(() -> store.find(record.id())).hasMessageContaining("is a symbolic link");
            assertThatThrownBy(() -> store.put(record, content())).hasMessageContaining("is a symbolic link");
            assertThat(store.delete(record.id())).isTrue();
            assertThat(elsewhere).exists();
        }
    }

    @Nested
    class A_sweep {
        @Test
        void takes_old_pictures_without_a_record_and_old_unfinished_files() throws IOException {
            Files.delete(recordFile());
            Path unfinished = Files.write(root.resolve("tmp").resolve("0123.tmp"), new byte[7]);
            age(picture(), DAY);
            age(unfinished, DAY);

            assertThat(store.sweep(DAY)).isEqualTo(new SweptImages(2, BYTES.length + 7));
            assertThat(files()).isEmpty();
        }

        @Test
        void keeps_what_is_younger_what_has_a_record_and_what_it_does_not_know() throws IOException {
            Path young = Files.write(root.resolve("tmp").resolve("0123.tmp"), new byte[7]);
            Path foreign = Files.write(picture().resolveSibling("notes.txt"), new byte[7]);
            age(picture(), Duration.ofDays(300));
            age(foreign, Duration.ofDays(300));
            age(young, DAY.minusSeconds(1));

            assertThat(store.sweep(DAY)).isEqualTo(new SweptImages(0, 0));
            assertThat(files()).contains(young, foreign, picture(), recordFile());
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
            String name = picture().getFileName() + "-00000000-0000-0000-0000-000000000000.aside";
            return root.resolve("tmp").resolve(name);
        }

        @Test
        void is_put_back_when_it_is_looked_for() throws IOException {
            Files.move(picture(), aside());

            assertThat(store.contains(record.image())).isTrue();
            assertThat(aside()).doesNotExist();
        }

        @Test
        void is_put_back_by_a_sweep_when_it_has_a_record_and_deleted_otherwise() throws IOException {
            Files.move(picture(), aside());
            assertThat(store.sweep(DAY)).isEqualTo(new SweptImages(0, 0));
            assertThat(picture()).exists();

            Files.move(picture(), aside());
            Files.delete(recordFile());
            age(aside(), DAY);
            assertThat(store.sweep(DAY)).isEqualTo(new SweptImages(1, BYTES.length));
            assertThat(files()).isEmpty();
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
                        Path content = content();
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
