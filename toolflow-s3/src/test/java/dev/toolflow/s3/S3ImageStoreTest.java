package dev.toolflow.s3;

import static dev.toolflow.s3.Stored.file;
import static dev.toolflow.s3.Stored.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.testing.MockImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class S3ImageStoreTest {
    private static StorageServer server;

    @TempDir
    private Path directory;

    private S3ImageStore store;
    private String location;

    @BeforeAll
    static void start() throws Exception {
        server = StorageServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @BeforeEach
    void open(TestInfo test) {
        location = "s3://" + StorageServer.BUCKET + "/"
                + test.getTestMethod().orElseThrow().getName();
        store = server.store(location);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private byte[] read(GeneratedImage image) throws IOException {
        try (InputStream in = store.open(image)) {
            return in.readAllBytes();
        }
    }

    private S3Clients clients() {
        return server.clients();
    }

    @Nested
    class A_picture {
        @Test
        void comes_back_byte_by_byte() throws Exception {
            Stored stored = Stored.in(store, directory, 0x336699, Map.of());

            assertThat(read(stored.record().image())).isEqualTo(stored.bytes());
        }

        @Test
        void lies_under_its_hash_with_its_type() throws Exception {
            GeneratedImage image =
                    Stored.in(store, directory, 1, Map.of()).record().image();

            try (S3Clients clients = clients()) {
                var head = clients.calling()
                        .headObject(get -> get.bucket(StorageServer.BUCKET)
                                .key("lies_under_its_hash_with_its_type/sha256/"
                                        + image.sha256().substring(0, 2) + "/" + image.sha256() + ".png"));
                assertThat(head.contentType()).isEqualTo("image/png");
            }
        }

        @Test
        void is_stored_once_however_often_it_is_made() throws Exception {
            Stored first = Stored.in(store, directory, 2, Map.of("tenant", "acme"));
            Stored second = Stored.in(store, directory, 2, Map.of("tenant", "zenith"));

            assertThat(first.record().id()).isNotEqualTo(second.record().id());
            assertThat(store.list(ImageQuery.all().image(first.record().image().sha256())))
                    .hasSize(2);
        }

        @Test
        void of_other_bytes_than_its_hash_says_is_refused() throws Exception {
            ImageRecord record = ImageRecord.ofUpload(image(MockImages.png(12, 8, 3)), Instant.EPOCH, Map.of());

            assertThatThrownBy(() -> store.put(record, file(directory, MockImages.png(12, 8, 4))))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("are not those of its hash");
            assertThat(store.list(ImageQuery.all())).isEmpty();
        }

        @Test
        void that_changed_in_the_bucket_is_noticed_before_its_last_byte() throws Exception {
            GeneratedImage image =
                    Stored.in(store, directory, 5, Map.of()).record().image();
            byte[] changed = read(image);
            changed[changed.length - 20] ^= 1;
            String key = S3Location.parse(location).picture(image);
            try (S3Clients clients = clients()) {
                clients.calling()
                        .putObject(
                                put -> put.bucket(StorageServer.BUCKET).key(key),
                                software.amazon.awssdk.core.sync.RequestBody.fromBytes(changed));
            }

            assertThatThrownBy(() -> read(image))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("no longer has the bytes");
        }

        @Test
        void that_is_not_there_says_so() throws Exception {
            GeneratedImage image = image(MockImages.png(12, 8, 6));

            assertThat(store.contains(image)).isFalse();
            assertThatThrownBy(() -> store.open(image))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("is not in " + location);
        }

        @Test
        void may_be_let_go_half_read() throws Exception {
            GeneratedImage image =
                    Stored.in(store, directory, 7, Map.of()).record().image();

            try (InputStream in = store.open(image)) {
                assertThat(in.read()).isEqualTo(0x89);
            }
            assertThat(read(image)).hasSize((int) image.sizeBytes());
        }
    }

    @Nested
    class A_record {
        @Test
        void is_found_by_its_id_as_it_was_stored() throws Exception {
            ImageRecord record =
                    Stored.in(store, directory, 1, Map.of("tenant", "acme")).record();

            assertThat(store.find(record.id())).contains(record);
            assertThat(store.find("no id")).isEmpty();
            assertThat(store.find(record.image().sha256() + "-0123456789abcdef"))
                    .isEmpty();
        }

        @Test
        void is_listed_by_its_attributes_the_latest_first() throws Exception {
            ImageRecord first =
                    Stored.in(store, directory, 1, Map.of("tenant", "acme")).record();
            Stored.in(store, directory, 2, Map.of("tenant", "zenith"));
            ImageRecord last =
                    Stored.in(store, directory, 3, Map.of("tenant", "acme")).record();

            assertThat(store.list(ImageQuery.all().attribute("tenant", "acme"))).containsExactly(last, first);
            assertThat(store.list(ImageQuery.all().limit(1))).containsExactly(last);
        }

        @Test
        void goes_and_its_picture_stays_while_another_needs_it() throws Exception {
            Stored one = Stored.in(store, directory, 2, Map.of("tenant", "acme"));
            Stored other = Stored.in(store, directory, 2, Map.of("tenant", "zenith"));

            assertThat(store.delete(one.record().id())).isTrue();
            assertThat(store.contains(other.record().image())).isTrue();
            assertThat(store.delete(other.record().id())).isTrue();
            assertThat(store.contains(other.record().image())).isFalse();
            assertThat(store.delete(other.record().id())).isFalse();
        }

        @Test
        void that_cannot_be_read_is_left_out_of_lists_and_told_when_asked_for() throws Exception {
            ImageRecord broken = Stored.in(store, directory, 1, Map.of()).record();
            ImageRecord whole = Stored.in(store, directory, 2, Map.of()).record();
            try (S3Clients clients = clients()) {
                clients.calling()
                        .putObject(
                                put -> put.bucket(StorageServer.BUCKET)
                                        .key(S3Location.parse(location).record(broken.id())),
                                software.amazon.awssdk.core.sync.RequestBody.fromString("{\"id\":"));
            }

            assertThat(store.list(ImageQuery.all())).containsExactly(whole);
            assertThatThrownBy(() -> store.find(broken.id()))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("cannot read the record");
        }
    }

    @Nested
    class An_orphan_sweep {
        @Test
        void takes_old_pictures_without_a_record_and_nothing_else() throws Exception {
            GeneratedImage kept =
                    Stored.in(store, directory, 1, Map.of()).record().image();
            Stored orphan = Stored.in(store, directory, 2, Map.of());
            try (S3Clients clients = clients()) {
                clients.calling()
                        .deleteObject(delete -> delete.bucket(StorageServer.BUCKET)
                                .key(S3Location.parse(location)
                                        .record(orphan.record().id())));
            }

            assertThat(store.sweep(Duration.ofDays(1)).pictures()).isZero();
            Clock tomorrow = Clock.fixed(Instant.now().plus(Duration.ofHours(25)), ZoneOffset.UTC);
            try (S3ImageStore later = new S3ImageStore(S3Location.parse(location), clients(), tomorrow)) {
                var swept = later.sweep(Duration.ofDays(1));
                assertThat(swept.pictures()).isEqualTo(1);
                assertThat(swept.bytes()).isEqualTo(orphan.bytes().length);
            }
            assertThat(store.contains(kept)).isTrue();
            assertThat(store.contains(orphan.record().image())).isFalse();
        }
    }
}
