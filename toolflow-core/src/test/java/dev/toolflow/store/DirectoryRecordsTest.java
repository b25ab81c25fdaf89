package dev.toolflow.store;

import static dev.toolflow.store.StoredPicture.BYTES;
import static dev.toolflow.store.StoredPicture.DAY;
import static dev.toolflow.store.StoredPicture.NOW;
import static dev.toolflow.store.StoredPicture.age;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryRecordsTest {
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
            Files.writeString(stored.recordFile(), content);

            assertThatThrownBy(() -> store.find(record.id()))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining(stored.recordFile().toString())
                    .hasMessageContaining("is damaged");
            assertThat(store.list(ImageQuery.all())).isEmpty();
        }

        @Test
        void is_one_that_was_cut_or_has_a_field_too_many_or_belongs_to_another_id() throws IOException {
            String whole = Files.readString(stored.recordFile());
            for (String wrong : List.of(
                    whole.substring(0, whole.length() - 1),
                    whole + "x",
                    whole.replace("{\"format\"", "{\"@class\":\"java.util.Date\",\"format\""),
                    whole.replace("\"width\":40,", ""),
                    whole.replace(record.id(), record.image().sha256() + "-0000000000000000"))) {
                Files.writeString(stored.recordFile(), wrong);

                assertThatThrownBy(() -> store.find(record.id())).hasMessageContaining("is damaged");
            }
        }

        @Test
        void is_mended_when_its_picture_is_stored_again() throws IOException {
            Files.writeString(stored.recordFile(), "{");

            store.put(record, stored.content());

            assertThat(store.find(record.id())).contains(record);
        }

        @Test
        void still_keeps_its_picture_and_can_be_deleted() throws IOException {
            Files.writeString(stored.recordFile(), "{");
            age(stored.picture(), DAY);

            assertThat(store.sweep(DAY)).isEqualTo(new SweptImages(0, 0));
            assertThat(store.delete(record.id())).isTrue();
            assertThat(stored.files()).isEmpty();
        }
    }

    @Nested
    class A_record_of_a_newer_format {
        @Test
        void is_refused_and_never_written_over() throws IOException {
            String newer = Files.readString(stored.recordFile()).replace("\"format\":1", "\"format\":2");
            Files.writeString(stored.recordFile(), newer);

            for (org.assertj.core.api.ThrowableAssert.ThrowingCallable use :
                    List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                            () -> store.find(record.id()),
                            () -> store.list(ImageQuery.all()),
                            () -> store.put(record, stored.content()))) {
                assertThatThrownBy(use)
                        .isInstanceOf(ImageStoreException.class)
                        .hasMessageContaining("format 2")
                        .hasMessageContaining("use the version that wrote it");
            }
            assertThat(stored.recordFile()).hasContent(newer);
        }
    }

    @Nested
    class A_record_that_cannot_be_written {
        @Test
        void fails_the_put_and_leaves_the_content_and_no_record() throws IOException {
            store.delete(record.id());
            deleteTree(root.resolve("records"));
            Files.writeString(root.resolve("records"), "a file where a directory must be");
            Path content = stored.content();

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
            Path shard = stored.recordFile().getParent();
            assumeTrue(shard.toFile().setWritable(false) && !Files.isWritable(shard), "root may write everywhere");
            ImageRecord other = ImageRecord.ofUpload(record.image(), NOW, Map.of("user", "u-2"));

            assertThatThrownBy(() -> store.put(other, stored.content())).isInstanceOf(ImageStoreException.class);
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
            Path elsewhere = Files.move(stored.recordFile(), directory.resolve("elsewhere.json"));
            Files.createSymbolicLink(stored.recordFile(), elsewhere);

            assertThatThrownBy(() -> store.find(record.id())).hasMessageContaining("is a symbolic link");
            assertThatThrownBy(() -> store.put(record, stored.content())).hasMessageContaining("is a symbolic link");
            assertThat(store.delete(record.id())).isTrue();
            assertThat(elsewhere).exists();
        }
    }
}
