package dev.toolflow.examples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Visits as a browser does not make them, and of pictures that are not as they were. */
class GalleryVisitTest {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @TempDir
    private Path directory;

    private GalleryServer server;
    private String id;
    private String own;

    @BeforeEach
    void serve() throws IOException {
        ImageStore store = ImageStore.directory(directory);
        new ImageIngestor(store, ImageLimits.standard())
                .ingest(new ByteArrayInputStream(MockImages.png(80, 60, 0x336699)), ImageFormat.PNG, Map.of());
        id = store.list(ImageQuery.all()).get(0).id();
        server = GalleryServer.start(store, "my pictures", 0);
        own = "127.0.0.1:" + server.address().getPort();
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
        server.close();
    }

    @Test
    void by_another_name_is_turned_away() throws IOException {
        assertThat(statusOf("/", "evil.example:" + server.address().getPort())).contains(" 421 ");
        assertThat(statusOf("/", "127.0.0.1")).contains(" 421 ");
        assertThat(statusOf("/", "localhost:" + server.address().getPort())).contains(" 200 ");
    }

    @Test
    void with_two_hosts_is_refused() throws IOException {
        assertThat(statusOf("/", own, own)).contains(" 400 ");
    }

    @Test
    void with_the_host_in_the_target_is_let_in_only_by_its_own() throws IOException {
        assertThat(statusOf("http://evil.example/", own)).contains(" 421 ");
        assertThat(statusOf("http://" + own + "/", own)).contains(" 200 ");
    }

    @Test
    void of_a_picture_whose_file_was_deleted_finds_nothing() throws IOException {
        Files.delete(picture());

        assertThat(statusOf("/picture/" + id, own)).contains(" 404 ");
        assertThat(statusOf("/thumbnail/" + id, own)).contains(" 404 ");
        assertThat(log.list).isEmpty();
    }

    @Test
    void of_a_picture_that_changed_shows_it_not_and_logs_one_line() throws IOException {
        byte[] bytes = Files.readAllBytes(picture());
        bytes[bytes.length - 20] ^= 1;
        Files.write(picture(), bytes);

        assertThat(statusOf("/picture/" + id, own)).contains(" 500 ");
        assertThat(log.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getThrowableProxy()).isNull());
    }

    private Path picture() throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(each -> each.toString().endsWith(".png"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String statusOf(String target, String... hosts) throws IOException {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
        List.of(hosts).forEach(host -> request.append("Host: ").append(host).append("\r\n"));
        request.append("Connection: close\r\n\r\n");
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
    }
}
