package dev.toolflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.Pictures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryImageStoreFaultsTest {
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

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private byte[] read() throws IOException {
        try (InputStream stored = store.open(image)) {
            return stored.readAllBytes();
        }
    }

    @Nested
    class A_picture_that_changed_on_disk {
        @Test
        void fails_before_its_last_byte_is_handed_out() throws IOException {
            store.put(record(image), content);
            byte[] damaged = BYTES.clone();
            damaged[20] ^= 1;
            Files.write(place(), damaged);

            try (InputStream stored = store.open(image)) {
                assertThat(stored.readNBytes(BYTES.length - 1)).hasSize(BYTES.length - 1);
                assertThatThrownBy(stored::read)
                        .isInstanceOf(ImageStoreException.class)
                        .hasMessageContaining(image.fileName())
                        .hasMessageContaining("no longer has the bytes it was stored with");
            }
        }

        @Test
        void fails_at_once_when_it_is_shorter_or_longer() throws IOException {
            store.put(record(image), content);
            for (byte[] other : new byte[][] {Pictures.first(BYTES, 9), Pictures.join(BYTES, new byte[1])}) {
                Files.write(place(), other);

                assertThat(store.contains(image)).isFalse();
                assertThatThrownBy(() -> store.open(image))
                        .isInstanceOf(ImageStoreException.class)
                        .hasMessageContaining("is not a file of " + BYTES.length + " bytes any more");
            }
        }

        @Test
        void is_whole_again_once_it_is_stored_again() throws IOException {
            store.put(record(image), content);
            byte[] damaged = BYTES.clone();
            damaged[20] ^= 1;
            Files.write(place(), damaged);

            store.put(record(image), Files.write(content, BYTES));

            assertThat(read()).isEqualTo(BYTES);
        }
    }

    @Nested
    class A_picture_that_cannot_be_stored {
        @Test
        void is_told_with_place_and_remedy_and_leaves_nothing() throws IOException {
            Files.createDirectories(root);
            Files.writeString(root.resolve("sha256"), "a file where a directory must be");

            assertThatThrownBy(() -> store.put(record(image), content))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("cannot store image " + image.fileName() + " in " + root)
                    .hasMessageContaining("permissions and free space")
                    .hasCauseInstanceOf(IOException.class);

            assertThat(files()).containsExactly(root.resolve("sha256"));
            assertThat(content).exists();
        }

        @Test
        void is_told_when_the_directory_is_read_only() throws IOException {
            Files.createDirectories(root);
            assumeTrue(root.toFile().setWritable(false) && !Files.isWritable(root), "root may write everywhere");

            assertThatThrownBy(() -> store.put(record(image), content)).isInstanceOf(ImageStoreException.class);
        }

        @Test
        void is_one_whose_file_has_other_bytes() throws IOException {
            Files.write(content, Pictures.png(41, 40));

            assertThatThrownBy(() -> store.put(record(image), content))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("are not those of its hash and length");

            assertThat(files()).isEmpty();
        }

        @Test
        void is_one_that_was_received_and_has_another_length_by_now() throws IOException {
            Files.write(content, new byte[1], StandardOpenOption.APPEND);

            assertThatThrownBy(() -> store.putReceived(record(image), content))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("are not those of its hash and length");

            assertThat(files()).isEmpty();
        }

        @Test
        void is_one_whose_file_is_gone() throws IOException {
            Files.delete(content);

            assertThatThrownBy(() -> store.put(record(image), content)).isInstanceOf(ImageStoreException.class);

            assertThat(files()).isEmpty();
        }
    }

    @Nested
    class A_symbolic_link {
        @Test
        void is_refused_wherever_it_is_in_the_store() throws IOException {
            Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
            for (Path link : List.of(root, root.resolve("sha256"), place().getParent(), root.resolve("tmp"))) {
                Files.createDirectories(link.getParent());
                Files.createSymbolicLink(link, elsewhere);

                assertThatThrownBy(() -> store.put(record(image), content))
                        .isInstanceOf(ImageStoreException.class)
                        .hasMessageContaining(link + " is a symbolic link");

                Files.delete(link);
            }
            assertThat(elsewhere).isEmptyDirectory();
        }

        @Test
        void is_not_followed_when_a_picture_is_read() throws IOException {
            Files.createDirectories(place().getParent());
            Files.createSymbolicLink(place(), content);

            assertThatThrownBy(() -> store.open(image)).hasMessageContaining("is a symbolic link");
            assertThatThrownBy(() -> store.contains(image)).hasMessageContaining("is a symbolic link");
            assertThatThrownBy(() -> store.put(record(image), content)).hasMessageContaining("is a symbolic link");
        }
    }

    @Nested
    class A_picture_that_is_not_there {
        @Test
        void is_told_with_the_store_it_was_looked_for_in() {
            assertThatThrownBy(() -> store.open(image))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("image " + image.fileName() + " is not in " + root);
        }
    }

    private static ImageRecord record(GeneratedImage image) {
        return ImageRecord.ofUpload(image, java.time.Instant.EPOCH, java.util.Map.of());
    }
}
