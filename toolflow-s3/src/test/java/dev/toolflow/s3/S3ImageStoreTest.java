package dev.toolflow.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageLink;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.testing.MockImages;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
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

    private record Stored(ImageRecord record, byte[] bytes) {}

    private Stored store(int colour, Map<String, String> attributes) throws Exception {
        byte[] bytes = MockImages.png(12, 8, colour);
        ImageRecord record = ImageRecord.ofUpload(image(bytes), Instant.ofEpochSecond(colour), attributes);
        store.put(record, file(bytes));
        return new Stored(record, bytes);
    }

    private static GeneratedImage image(byte[] bytes) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        return new GeneratedImage(sha256, "image/png", 12, 8, bytes.length, null);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "picture", ".png"), bytes);
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
            Stored stored = store(0x336699, Map.of());

            assertThat(read(stored.record().image())).isEqualTo(stored.bytes());
        }

        @Test
        void lies_under_its_hash_with_its_type() throws Exception {
            GeneratedImage image = store(1, Map.of()).record().image();

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
            Stored first = store(2, Map.of("tenant", "acme"));
            Stored second = store(2, Map.of("tenant", "zenith"));

            assertThat(first.record().id()).isNotEqualTo(second.record().id());
            assertThat(store.list(ImageQuery.all().image(first.record().image().sha256())))
                    .hasSize(2);
        }

        @Test
        void of_other_bytes_than_its_hash_says_is_refused() throws Exception {
            ImageRecord record = ImageRecord.ofUpload(image(MockImages.png(12, 8, 3)), Instant.EPOCH, Map.of());

            assertThatThrownBy(() -> store.put(record, file(MockImages.png(12, 8, 4))))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("are not those of its hash");
            assertThat(store.list(ImageQuery.all())).isEmpty();
        }

        @Test
        void that_changed_in_the_bucket_is_noticed_before_its_last_byte() throws Exception {
            GeneratedImage image = store(5, Map.of()).record().image();
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
            GeneratedImage image = store(7, Map.of()).record().image();

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
            ImageRecord record = store(1, Map.of("tenant", "acme")).record();

            assertThat(store.find(record.id())).contains(record);
            assertThat(store.find("no id")).isEmpty();
            assertThat(store.find(record.image().sha256() + "-0123456789abcdef"))
                    .isEmpty();
        }

        @Test
        void is_listed_by_its_attributes_the_latest_first() throws Exception {
            ImageRecord first = store(1, Map.of("tenant", "acme")).record();
            store(2, Map.of("tenant", "zenith"));
            ImageRecord last = store(3, Map.of("tenant", "acme")).record();

            assertThat(store.list(ImageQuery.all().attribute("tenant", "acme"))).containsExactly(last, first);
            assertThat(store.list(ImageQuery.all().limit(1))).containsExactly(last);
        }

        @Test
        void goes_and_its_picture_stays_while_another_needs_it() throws Exception {
            Stored one = store(2, Map.of("tenant", "acme"));
            Stored other = store(2, Map.of("tenant", "zenith"));

            assertThat(store.delete(one.record().id())).isTrue();
            assertThat(store.contains(other.record().image())).isTrue();
            assertThat(store.delete(other.record().id())).isTrue();
            assertThat(store.contains(other.record().image())).isFalse();
            assertThat(store.delete(other.record().id())).isFalse();
        }

        @Test
        void that_cannot_be_read_is_left_out_of_lists_and_told_when_asked_for() throws Exception {
            ImageRecord broken = store(1, Map.of()).record();
            ImageRecord whole = store(2, Map.of()).record();
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
            GeneratedImage kept = store(1, Map.of()).record().image();
            Stored orphan = store(2, Map.of());
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

    @Nested
    class A_link {
        private final HttpClient http = HttpClient.newHttpClient();

        private HttpResponse<byte[]> get(ImageLink link) throws Exception {
            return http.send(HttpRequest.newBuilder(link.uri()).build(), HttpResponse.BodyHandlers.ofByteArray());
        }

        @Test
        void gives_the_picture_to_who_has_it() throws Exception {
            Stored stored = store(1, Map.of());

            ImageLink link =
                    store.link(stored.record().image(), Duration.ofMinutes(15)).orElseThrow();
            HttpResponse<byte[]> answer = get(link);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(stored.bytes());
            assertThat(answer.headers().firstValue("content-type")).contains("image/png");
            assertThat(link.toString()).doesNotContain("Signature").endsWith("?***");
        }

        @Test
        void of_another_signature_is_refused() throws Exception {
            GeneratedImage image = store(1, Map.of()).record().image();
            String link =
                    store.link(image, Duration.ofMinutes(1)).orElseThrow().uri().toString();

            var forged = new ImageLink(java.net.URI.create(link.replace("X-Amz-Expires=60", "X-Amz-Expires=600")));

            assertThat(get(forged).statusCode()).isEqualTo(403);
        }

        @Test
        void works_for_a_quarter_of_an_hour_at_most() throws Exception {
            GeneratedImage image = image(MockImages.png(12, 8, 1));

            for (Duration other : new Duration[] {Duration.ZERO, Duration.ofMinutes(-1), Duration.ofMinutes(16)}) {
                assertThatThrownBy(() -> store.link(image, other))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("validFor");
            }
        }
    }
}
