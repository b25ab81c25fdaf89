package dev.toolflow.examples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryServerTest {
    private static final byte[] PNG = MockImages.png(80, 60, 0x336699);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private ImageStore store;
    private GalleryServer server;
    private GeneratedImage image;
    private String id;

    @BeforeEach
    void serve() throws IOException {
        store = ImageStore.directory(directory);
        image = new ImageIngestor(store, ImageLimits.standard())
                .ingest(
                        new ByteArrayInputStream(PNG),
                        ImageFormat.PNG,
                        Map.of("persona", "<script>alert(1)</script>\u202E"));
        id = store.list(ImageQuery.all()).get(0).id();
        server = GalleryServer.start(store, "my pictures", 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Nested
    class The_page {
        @Test
        void shows_each_record_and_what_is_known_of_it_as_text() throws Exception {
            HttpResponse<String> page = get("");

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .contains("my pictures", "/thumbnail/" + id, "/picture/" + id, "80 × 60 PNG")
                    .contains("&lt;script&gt;alert(1)")
                    .doesNotContain("<script", "\u202E");
        }

        @Test
        void lets_nothing_run_and_loads_nothing_from_elsewhere() throws Exception {
            assertThat(get("").headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("default-src 'none'", "img-src 'self'", "frame-ancestors 'none'")
                            .doesNotContain("script"));
        }

        @Test
        void of_an_empty_store_says_so() throws Exception {
            store.delete(id);

            assertThat(get("").body()).contains("no picture in this store");
        }
    }

    @Nested
    class A_picture {
        @Test
        void has_its_own_bytes_and_the_headers_that_make_it_safe() throws Exception {
            HttpResponse<byte[]> picture =
                    client.send(HttpRequest.newBuilder(at("picture/" + id)).build(), BodyHandlers.ofByteArray());

            assertThat(picture.body()).isEqualTo(PNG);
            assertThat(picture.headers().map())
                    .containsEntry("content-type", java.util.List.of("image/png"))
                    .containsEntry("x-content-type-options", java.util.List.of("nosniff"))
                    .containsEntry("content-security-policy", java.util.List.of("sandbox; default-src 'none'"))
                    .containsEntry(
                            "content-disposition", java.util.List.of("inline; filename=\"" + image.fileName() + "\""));
        }

        @Test
        void has_a_thumbnail_with_the_same_headers() throws Exception {
            HttpResponse<String> small = get("thumbnail/" + id);

            assertThat(small.headers().firstValue("content-type")).hasValue("image/jpeg");
            assertThat(small.headers().firstValue("content-disposition"))
                    .hasValue("inline; filename=\"" + image.fileName().replace(".png", ".jpg") + "\"");
            assertThat(small.headers().firstValue("content-security-policy")).hasValue("sandbox; default-src 'none'");
            assertThat(small.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        }

        @Test
        void that_is_not_there_is_not_found() throws Exception {
            for (String path :
                    new String[] {"picture/", "picture/..%2f..%2fetc%2fpasswd", "picture/" + id + "0", "x"}) {
                assertThat(get(path).statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    @Nested
    class Who_asks {
        @Test
        void may_ask_for_the_head_alone() throws Exception {
            HttpResponse<String> head = client.send(
                    HttpRequest.newBuilder(at("picture/" + id))
                            .method("HEAD", BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("content-length")).hasValue(String.valueOf(PNG.length));
            assertThat(head.body()).isEmpty();
        }

        @Test
        void may_change_nothing() throws Exception {
            for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS"}) {
                HttpResponse<String> refused = client.send(
                        HttpRequest.newBuilder(at("picture/" + id))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());

                assertThat(refused.statusCode()).as(method).isEqualTo(405);
                assertThat(refused.headers().firstValue("allow")).hasValue("GET, HEAD");
            }
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
    }

    private URI at(String path) {
        return server.address().resolve("/" + path);
    }
}
