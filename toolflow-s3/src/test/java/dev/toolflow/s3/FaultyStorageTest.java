package dev.toolflow.s3;

import static dev.toolflow.s3.FaultyStorage.BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class FaultyStorageTest {
    @TempDir
    private Path directory;

    private CopyOnWriteArrayList<String> asked;
    private HttpServer server;
    private S3ImageStore store;
    private ImageRecord record;
    private FaultyStorage storage;

    @BeforeEach
    void start() throws Exception {
        storage = new FaultyStorage();
        asked = storage.asked;
        server = storage.server;
        store = storage.store;
        record = storage.record;
    }

    @AfterEach
    void stop() {
        storage.close();
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

    @ParameterizedTest
    @CsvSource({"PT0S, 0 ms is too short", "PT0.9S, 900 ms is too short", "PT15M1S, 901000 ms is too long"})
    void a_link_that_cannot_be_signed_for_so_long_is_refused_with_what_can(Duration validFor, String why) {
        assertThatThrownBy(() -> store.link(record.image(), validFor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("validFor: links are signed for whole seconds, from 1 second to 15 minutes; " + why);
    }

    @Test
    void an_interrupted_put_says_so_and_the_thread_stays_interrupted() throws Exception {
        Path file = Files.write(directory.resolve("picture.png"), BYTES);
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
        storage.answer(500, "InternalError");

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
        Path file = Files.write(directory.resolve("picture.png"), BYTES);

        assertThatThrownBy(() -> store.put(record, file))
                .isInstanceOf(ImageStoreException.class)
                .hasMessageContaining("check the endpoint");
    }
}
