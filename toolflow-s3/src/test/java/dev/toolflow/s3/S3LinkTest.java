package dev.toolflow.s3;

import static dev.toolflow.s3.Stored.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageLink;
import dev.toolflow.testing.MockImages;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class S3LinkTest {
    private static StorageServer server;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private S3ImageStore store;

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
        store = server.store("s3://" + StorageServer.BUCKET + "/"
                + test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private HttpResponse<byte[]> get(ImageLink link) throws Exception {
        return http.send(HttpRequest.newBuilder(link.uri()).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void gives_the_picture_to_who_has_it() throws Exception {
        Stored stored = Stored.in(store, directory, 1, Map.of());

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
        GeneratedImage image = Stored.in(store, directory, 1, Map.of()).record().image();
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
