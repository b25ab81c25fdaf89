package dev.toolflow.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.testing.MockImages;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class DamagedObjectsTest {
    private static final byte[] BYTES = MockImages.png(12, 8, 0x336699);
    private static StorageServer server;

    @TempDir
    private Path directory;

    private final S3Location location = S3Location.parse("s3://" + StorageServer.BUCKET + "/" + UUID.randomUUID());
    private final S3Clients clients = server.clients();
    private final S3ImageStore store = new S3ImageStore(location, clients, Clock.systemUTC());

    @BeforeAll
    static void start() throws Exception {
        server = StorageServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static ImageRecord record(int seconds, Map<String, String> attributes) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BYTES));
        GeneratedImage image = new GeneratedImage(sha256, "image/png", 12, 8, BYTES.length, null);
        return ImageRecord.ofUpload(image, Instant.ofEpochSecond(seconds), attributes);
    }

    private Path file() throws IOException {
        return Files.write(Files.createTempFile(directory, "picture", ".png"), BYTES);
    }

    private ImageRecord stored() throws Exception {
        ImageRecord record = record(1, Map.of());
        store.put(record, file());
        return record;
    }

    private void overwrite(String key, byte[] content) {
        clients.calling().putObject(put -> put.bucket(StorageServer.BUCKET).key(key), RequestBody.fromBytes(content));
    }

    private void delete(String key) {
        clients.calling()
                .deleteObject(delete -> delete.bucket(StorageServer.BUCKET).key(key));
    }

    /** The same clients, of which each call is told by its name before it is made. */
    private S3Clients told(Consumer<String> calls) {
        S3Client calling = (S3Client) Proxy.newProxyInstance(
                S3Client.class.getClassLoader(), new Class<?>[] {S3Client.class}, (proxy, method, arguments) -> {
                    calls.accept(method.getName());
                    try {
                        return method.invoke(clients.calling(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new S3Clients(calling, clients.signing());
    }

    @Nested
    class A_damaged_record {
        @Test
        void is_deleted_by_its_id_with_its_picture() throws Exception {
            ImageRecord record = stored();
            overwrite(location.record(record.id()), new byte[] {'{'});

            assertThat(store.delete(record.id())).isTrue();

            assertThat(store.find(record.id())).isEmpty();
            assertThat(store.contains(record.image())).isFalse();
            assertThat(store.delete(record.id())).isFalse();
        }

        @Test
        void is_written_again_when_its_picture_is_stored_again() throws Exception {
            ImageRecord record = stored();
            overwrite(location.record(record.id()), new byte[] {'{'});

            store.put(record, file());

            assertThat(store.find(record.id())).contains(record);
        }

        @Test
        void is_one_that_is_longer_than_any() throws Exception {
            ImageRecord record = stored();
            byte[] padded = new byte[(1 << 20) + 1];
            java.util.Arrays.fill(padded, (byte) ' ');
            System.arraycopy(record.toJson(), 0, padded, 0, record.toJson().length);
            overwrite(location.record(record.id()), padded);

            assertThat(store.list(ImageQuery.all())).isEmpty();
            assertThatThrownBy(() -> store.find(record.id()))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("more than 1048576 bytes");
        }

        @Test
        void is_one_of_another_id() throws Exception {
            ImageRecord record = stored();
            overwrite(
                    location.record(record.id()), record(2, Map.of("user", "u")).toJson());

            assertThat(store.list(ImageQuery.all())).isEmpty();
            assertThatThrownBy(() -> store.find(record.id())).hasMessageContaining("another picture or place");
        }
    }

    @Nested
    class A_damaged_picture {
        @Test
        void is_replaced_when_it_is_stored_again() throws Exception {
            ImageRecord record = stored();
            byte[] damaged = BYTES.clone();
            damaged[damaged.length - 20] ^= 1;
            overwrite(location.picture(record.image()), damaged);

            store.put(record, file());

            try (InputStream in = store.open(record.image())) {
                assertThat(in.readAllBytes()).isEqualTo(BYTES);
            }
        }
    }

    @Nested
    class A_picture_without_a_record {
        private final Clock tomorrow = Clock.fixed(Instant.now().plus(Duration.ofHours(25)), ZoneOffset.UTC);

        @Test
        void is_sent_again_with_its_record_so_that_it_is_young_again() throws Exception {
            ImageRecord record = stored();
            delete(location.record(record.id()));
            List<String> calls = new ArrayList<>();

            new S3ImageStore(location, told(calls::add), tomorrow).put(record, file());

            assertThat(calls).filteredOn("putObject"::equals).hasSize(2);
        }

        @Test
        void is_spared_by_a_sweep_when_its_record_comes_meanwhile() throws Exception {
            ImageRecord record = stored();
            delete(location.record(record.id()));
            S3Clients meanwhile = told(call -> {
                if (call.equals("headObject")) {
                    overwrite(location.record(record.id()), record.toJson());
                }
            });

            var swept = new S3ImageStore(location, meanwhile, tomorrow).sweep(Duration.ofDays(1));

            assertThat(swept.pictures()).isZero();
            assertThat(store.contains(record.image())).isTrue();
        }
    }

    @Nested
    class A_list {
        @Test
        void keeps_the_latest_within_its_limit() throws Exception {
            for (int second = 1; second <= 4; second++) {
                store.put(record(second, Map.of("user", "u-" + second)), file());
            }

            assertThat(store.list(ImageQuery.all().limit(2)))
                    .extracting(listed -> listed.created().getEpochSecond())
                    .containsExactly(4L, 3L);
        }
    }
}
