package dev.toolflow.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageRefusedException.Reason;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageIngestionTest {
    @TempDir
    private Path directory;

    private final ImageSpool spool = new ImageSpool(ImageLimits.standard());
    private ImageStore store;
    private ImageIngestor ingestor;

    @BeforeEach
    void an_empty_store() {
        store = ImageStore.directory(directory.resolve("store"));
        ingestor = new ImageIngestor(store, ImageLimits.standard());
    }

    @AfterEach
    void the_spool_is_closed() {
        spool.close();
    }

    private GeneratedImage ingest(byte[] bytes) {
        return ingest(bytes, null);
    }

    private GeneratedImage ingest(byte[] bytes, @Nullable ImageFormat declared) {
        return ingestor.ingest(Pictures.spool(spool, bytes), declared);
    }

    private byte[] stored(GeneratedImage image) throws IOException {
        try (InputStream content = store.open(image)) {
            return content.readAllBytes();
        }
    }

    @Nested
    class A_picture_from_a_model {
        @Test
        void is_stored_byte_for_byte_with_what_its_header_says() throws IOException {
            byte[] png = Pictures.png(120, 80);

            GeneratedImage image = ingestor.ingest(
                            Pictures.spool(spool, png),
                            ImageFormat.PNG,
                            made -> ImageRecord.ofUpload(
                                    made.withRevisedPrompt("an orange gradient, revised"), Instant.EPOCH, Map.of()))
                    .image();

            assertThat(image.mime()).isEqualTo("image/png");
            assertThat(image.width()).isEqualTo(120);
            assertThat(image.height()).isEqualTo(80);
            assertThat(image.sizeBytes()).isEqualTo(png.length);
            assertThat(image.revisedPrompt()).isEqualTo("an orange gradient, revised");
            assertThat(stored(image)).isEqualTo(png);
        }

        @Test
        void may_be_a_jpeg() throws IOException {
            byte[] jpeg = Pictures.jpeg(64, 48);

            GeneratedImage image = ingest(jpeg, ImageFormat.JPEG);

            assertThat(image.fileName()).endsWith(".jpg");
            assertThat(image.width()).isEqualTo(64);
            assertThat(image.height()).isEqualTo(48);
            assertThat(stored(image)).isEqualTo(jpeg);
        }

        @Test
        void may_be_a_webp_of_each_kind() {
            for (byte[] webp : new byte[][] {Pictures.WEBP_LOSSY, Pictures.WEBP_LOSSLESS, Pictures.WEBP_EXTENDED}) {
                GeneratedImage image = ingest(webp, ImageFormat.WEBP);

                assertThat(image.mime()).isEqualTo("image/webp");
                assertThat(image.width()).isEqualTo(1);
                assertThat(image.height()).isEqualTo(1);
            }
        }

        @Test
        void is_refused_when_bytes_follow_its_end() {
            byte[] tail = "<script>".getBytes();

            for (byte[] picture : new byte[][] {Pictures.png(5, 5), Pictures.jpeg(5, 5), Pictures.WEBP_LOSSLESS}) {
                assertThatThrownBy(() -> ingest(Pictures.join(picture, tail)))
                        .isInstanceOf(ImageRefusedException.class)
                        .hasMessageContaining("8 bytes follow the end")
                        .extracting(e -> ((ImageRefusedException) e).reason())
                        .isEqualTo(Reason.TRAILING_BYTES);
            }
        }

        @Test
        void is_refused_when_it_is_not_of_the_declared_type() {
            assertThatThrownBy(() -> ingest(Pictures.png(5, 5), ImageFormat.JPEG))
                    .isInstanceOf(ImageRefusedException.class)
                    .hasMessage("image refused: it is declared as JPEG but is PNG; declare the type that it has, "
                            + "or allow it in ImageLimits.formats");
        }

        @Test
        void is_refused_when_its_format_is_not_allowed() {
            ImageIngestor pngOnly =
                    new ImageIngestor(store, ImageLimits.standard().formats(ImageFormat.PNG));

            assertThatThrownBy(() -> pngOnly.ingest(Pictures.spool(spool, Pictures.jpeg(5, 5)), null))
                    .hasMessageContaining("it is JPEG, allowed is [PNG]");
        }

        @Test
        void leaves_nothing_in_the_store_when_it_is_refused() throws IOException {
            byte[] png = Pictures.png(50, 50);

            assertThatThrownBy(() -> ingest(Pictures.first(png, png.length - 1)))
                    .isInstanceOf(ImageRefusedException.class);

            assertThat(directory.resolve("store")).doesNotExist();
        }

        @Test
        void is_still_in_its_spool_when_the_store_fails() throws IOException {
            Path file = Files.writeString(directory.resolve("file"), "not a directory");
            SpooledImage spooled = Pictures.spool(spool, Pictures.png(5, 5));
            ImageIngestor failing = new ImageIngestor(ImageStore.directory(file), ImageLimits.standard());

            assertThatThrownBy(() -> failing.ingest(spooled, null)).isInstanceOf(ImageStoreException.class);

            assertThat(ingestor.ingest(spooled, null).width()).isEqualTo(5);
        }
    }

    @Nested
    class An_upload {
        @Test
        void passes_the_same_guards() {
            assertThatThrownBy(() -> ingestor.ingest(Pictures.stream(Pictures.GIF), null))
                    .isInstanceOf(ImageRefusedException.class)
                    .hasMessageContaining("it is a GIF");
        }

        @Test
        void is_cut_where_the_picture_ends() throws IOException {
            for (byte[] picture : new byte[][] {Pictures.png(9, 7), Pictures.jpeg(9, 7), Pictures.WEBP_EXTENDED}) {
                byte[] upload = Pictures.join(picture, new byte[40_000]);

                GeneratedImage image = ingestor.ingest(Pictures.stream(upload), null);

                assertThat(image.sizeBytes()).isEqualTo(picture.length);
                assertThat(stored(image)).isEqualTo(picture);
            }
        }

        @Test
        void is_read_no_further_than_the_limit() {
            ImageIngestor small =
                    new ImageIngestor(store, ImageLimits.standard().maxBytes(1_000_000));

            assertThatThrownBy(() -> small.ingest(new EndlessZeros(), null))
                    .isInstanceOf(ImageRefusedException.class)
                    .hasMessageContaining("more than 1000000 bytes")
                    .hasMessageContaining("ImageLimits.maxBytes");
        }

        @Test
        void leaves_no_spool_behind() throws IOException {
            GeneratedImage image = ingestor.ingest(Pictures.stream(Pictures.png(9, 7)), ImageFormat.PNG);

            try (Stream<Path> files = Files.walk(directory)) {
                assertThat(files.filter(Files::isRegularFile))
                        .hasSize(2)
                        .allSatisfy(file -> assertThat(file.toString()).contains(image.sha256()));
            }
        }
    }

    private static final class EndlessZeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            return count;
        }
    }
}
