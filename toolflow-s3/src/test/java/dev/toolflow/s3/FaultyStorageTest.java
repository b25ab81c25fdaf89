package dev.toolflow.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.testing.MockImages;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

class FaultyStorageTest {
    private static final byte[] BYTES = MockImages.png(12, 8, 0x336699);

    @TempDir
    private Path directory;

    private final CopyOnWriteArrayList<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private S3ImageStore store;
    private ImageRecord record;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        store = S3ImageStore.builder("s3://pictures")
                .endpoint(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .credentials(StorageServer.credentials())
                .region("us-east-1")
                .build();
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BYTES));
        GeneratedImage image = new GeneratedImage(sha256, "image/png", 12, 8, BYTES.length, null);
        record = ImageRecord.ofUpload(image, Instant.EPOCH, Map.of());
    }

    @AfterEach
    void stop() {
        store.close();
        server.stop(0);
    }

    private void answer(int status, String code) {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod());
            exchange.getRequestBody().readAllBytes();
            byte[] body = ("<Error><Code>" + code + "</Code><Message>test-secret-key echoed</Message></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
    }

    @Test
    void a_record_whose_connection_ends_early_is_read_again_and_is_then_a_failure_and_not_missing() {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod());
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("{\"cut".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        });

        assertThatThrownBy(() -> store.find(record.id())).isInstanceOf(ImageStoreException.class);
        assertThat(asked).hasSizeGreaterThan(1);
    }

    private Path file() throws IOException {
        return Files.write(directory.resolve("picture.png"), BYTES);
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDenied, credentials", "404, NoSuchBucket, bucket", "500, InternalError, try again later"})
    void a_storage_that_refuses_is_told_with_its_remedy_and_the_file_stays(int status, String code, String remedy)
            throws Exception {
        answer(status, code);
        Path file = file();

        assertThatThrownBy(() -> store.put(record, file))
                .isInstanceOf(ImageStoreException.class)
                .hasMessageContaining(String.valueOf(status))
                .hasMessageContaining(remedy)
                .message()
                .doesNotContain("test-secret-key");
        assertThat(file).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "301, PermanentRedirect, eu-central-1, '', 'region eu-central-1, not us-east-1: set AWS_REGION=eu-central-1'",
        "400, AuthorizationHeaderMalformed, '', <Region>eu-west-3</Region>, 'region eu-west-3, not us-east-1: set AWS_REGION=eu-west-3'",
        "301, PermanentRedirect, '', '', 'another region than us-east-1: set AWS_REGION to that'",
    })
    void a_bucket_of_another_region_is_told_with_both_regions(
            int status, String code, String header, String body, String message) throws Exception {
        server.createContext("/", exchange -> {
            if (!header.isEmpty()) {
                exchange.getResponseHeaders().set("x-amz-bucket-region", header);
            }
            byte[] content = ("<Error><Code>" + code + "</Code>" + body + "</Error>").getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });

        assertThatThrownBy(() -> store.find(record.id()))
                .isInstanceOf(ImageStoreException.class)
                .hasMessageContaining("the storage answered " + status)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0 ms is too short", "PT0.9S, 900 ms is too short", "PT15M1S, 901000 ms is too long"})
    void a_link_that_cannot_be_signed_for_so_long_is_refused_with_what_can(Duration validFor, String why) {
        assertThatThrownBy(() -> store.link(record.image(), validFor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("validFor: links are signed for whole seconds, from 1 second to 15 minutes; " + why);
    }

    @Test
    void missing_credentials_are_told_as_such_and_nothing_is_sent() {
        answer(200, "");
        AwsCredentialsProvider nobody = AwsCredentialsProviderChain.of(SystemPropertyCredentialsProvider.create());
        try (S3ImageStore keyless = S3ImageStore.builder("s3://pictures")
                .endpoint(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .credentials(nobody)
                .region("us-east-1")
                .build()) {
            assertThatThrownBy(() -> keyless.find(record.id()))
                    .isInstanceOf(ImageStoreException.class)
                    .hasMessageContaining("no AWS credentials were found; set AWS_ACCESS_KEY_ID");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void a_refusal_is_not_tried_again() throws Exception {
        answer(403, "AccessDenied");
        Path file = file();

        assertThatThrownBy(() -> store.put(record, file)).isInstanceOf(ImageStoreException.class);

        assertThat(asked).hasSize(1);
    }

    @Test
    void every_other_call_tells_it_as_well() {
        answer(403, "AccessDenied");

        assertThatThrownBy(() -> store.open(record.image())).isInstanceOf(ImageStoreException.class);
        assertThatThrownBy(() -> store.find(record.id())).isInstanceOf(ImageStoreException.class);
        assertThatThrownBy(() -> store.list(ImageQuery.all())).isInstanceOf(ImageStoreException.class);
        assertThatThrownBy(() -> store.delete(record.id())).isInstanceOf(ImageStoreException.class);
        assertThatThrownBy(() -> store.sweep(Duration.ofDays(1))).isInstanceOf(ImageStoreException.class);
    }

    @Test
    void a_picture_that_breaks_off_is_never_whole() {
        server.createContext("/", FaultyStorageTest::half);

        assertThatThrownBy(() -> {
                    try (InputStream in = store.open(record.image())) {
                        in.readAllBytes();
                    }
                })
                .isInstanceOfAny(IOException.class, ImageStoreException.class);
    }

    private static void half(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, BYTES.length);
        exchange.getResponseBody().write(BYTES, 0, BYTES.length / 2);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    @Test
    void a_picture_of_another_length_is_refused_before_it_is_read() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, BYTES.length + 1L);
            exchange.getResponseBody().write(Arrays.copyOf(BYTES, BYTES.length + 1));
            exchange.close();
        });

        assertThatThrownBy(() -> store.open(record.image()))
                .isInstanceOf(ImageStoreException.class)
                .hasMessageContaining("instead of " + BYTES.length);
    }

    @Test
    void an_interrupted_put_says_so_and_the_thread_stays_interrupted() throws Exception {
        Path file = file();
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> store.put(record, file))
                .isInstanceOf(ImageStoreException.class)
                .hasMessageContaining("interrupted")
                .hasMessageNotContaining("check the endpoint");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(asked).isEmpty();
        assertThat(file).exists();
    }

    @Test
    void an_interrupted_call_says_so_and_the_thread_stays_interrupted() {
        answer(500, "InternalError");

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> store.find(record.id()))
                .isInstanceOf(ImageStoreException.class)
                .hasMessageContaining("the thread was interrupted")
                .hasMessageNotContaining("check the endpoint");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_key_that_somebody_made_up_forges_no_line_of_the_log() {
        server.createContext("/", FaultyStorageTest::oddKey);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(S3Records.class);
        log.start();
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(log);
        try {
            assertThat(store.list(ImageQuery.all())).isEmpty();
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
            logger.setAdditive(true);
        }

        assertThat(log.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains("records/?all?is?lost")
                .doesNotContain("\n");
    }

    private static void oddKey(HttpExchange exchange) throws IOException {
        boolean lists = String.valueOf(exchange.getRequestURI().getQuery()).contains("list-type");
        byte[] body = (lists
                        ? "<ListBucketResult><IsTruncated>false</IsTruncated><Contents>"
                                + "<Key>records/&#10;all is lost</Key><Size>4</Size></Contents></ListBucketResult>"
                        : "junk")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void a_storage_that_is_not_there_is_told() throws Exception {
        server.stop(0);
        Path file = file();

        assertThatThrownBy(() -> store.put(record, file))
                .isInstanceOf(ImageStoreException.class)
                .hasMessageContaining("check the endpoint");
    }
}
