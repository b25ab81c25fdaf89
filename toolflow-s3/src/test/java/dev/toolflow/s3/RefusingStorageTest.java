package dev.toolflow.s3;

import static dev.toolflow.s3.FaultyStorage.BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStoreException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

class RefusingStorageTest {
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

    @ParameterizedTest
    @CsvSource({"403, AccessDenied, credentials", "404, NoSuchBucket, bucket", "500, InternalError, try again later"})
    void a_storage_that_refuses_is_told_with_its_remedy_and_the_file_stays(int status, String code, String remedy)
            throws Exception {
        storage.answer(status, code);
        Path file = Files.write(directory.resolve("picture.png"), BYTES);

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

    @Test
    void missing_credentials_are_told_as_such_and_nothing_is_sent() {
        storage.answer(200, "");
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
        storage.answer(403, "AccessDenied");
        Path file = Files.write(directory.resolve("picture.png"), BYTES);

        assertThatThrownBy(() -> store.put(record, file)).isInstanceOf(ImageStoreException.class);

        assertThat(asked).hasSize(1);
    }

    @Test
    void every_other_call_tells_it_as_well() {
        storage.answer(403, "AccessDenied");

        assertThatThrownBy(() -> store.open(record.image())).isInstanceOf(ImageStoreException.class);
        assertThatThrownBy(() -> store.find(record.id())).isInstanceOf(ImageStoreException.class);
        assertThatThrownBy(() -> store.list(ImageQuery.all())).isInstanceOf(ImageStoreException.class);
        assertThatThrownBy(() -> store.delete(record.id())).isInstanceOf(ImageStoreException.class);
        assertThatThrownBy(() -> store.sweep(Duration.ofDays(1))).isInstanceOf(ImageStoreException.class);
    }
}
