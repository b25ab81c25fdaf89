package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.testkit.FakeOpenAiServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --store} does. */
class StoreTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path directory;

    private StorageServer storage;
    private Path team;

    @BeforeEach
    void startStorage() throws Exception {
        storage = StorageServer.start();
        team = Files.writeString(directory.resolve("team.json"), "[{\"name\": \"Ada\", \"bio\": \"Grows roses.\"}]");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        storage.stop();
    }

    @Test
    void a_bucket_takes_the_pictures_of_avatars_and_gives_links_that_work() throws Exception {
        var ended = run(storage.environment(), "s3://pictures/team", "--json");

        JsonNode photo = Program.json(ended.out()).at("/personas/0/pictures/1");
        HttpResponse<byte[]> fetched = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(photo.path("link").asText()))
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(fetched.body())
                .isEqualTo(Files.readAllBytes(Path.of(photo.path("file").asText())));
        assertThat(ended.err()).doesNotContain("X-Amz-Signature");
    }

    @Test
    void links_with_a_signature_are_in_no_file() throws Exception {
        var ended = run(storage.environment(), "s3://pictures/team");

        assertThat(ended.out()).contains("X-Amz-Signature");
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(file -> file.toString().matches(".*\\.(json|html)"))
                            .map(Program::text))
                    .hasSizeGreaterThan(2)
                    .noneMatch(text -> text.contains("X-Amz-Signature"));
        }
    }

    @Test
    void what_is_in_the_bucket_is_not_bought_again() throws Exception {
        run(storage.environment(), "s3://pictures/team");
        Files.delete(directory.resolve("out/ada/avatar-1.png"));
        int calls = server.requests().size();

        var ended = run(storage.environment(), "s3://pictures/team");

        assertThat(ended.exit()).isZero();
        assertThat(server.requests()).hasSize(calls);
        assertThat(directory.resolve("out/ada/avatar-1.png")).exists();
    }

    @Test
    void a_bucket_that_is_not_there_is_refused_before_anything_is_sent() {
        var ended = run(storage.environment(), "s3://nowhere-at-all/team");

        refused(ended, "--store: s3://nowhere-at-all/team cannot be used");
        assertThat(ended.err()).doesNotContain("0000000000", "resume");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void keys_that_are_wrong_are_refused_before_anything_is_sent_and_said_nowhere() {
        Map<String, String> wrong = new HashMap<>(storage.environment());
        wrong.put("AWS_SECRET_ACCESS_KEY", "wrong-secret");

        var ended = run(wrong, "s3://pictures/team");

        refused(ended, "--store: s3://pictures/team cannot be used");
        assertThat(ended.both()).doesNotContain("wrong-secret");
    }

    @Test
    void a_file_is_no_store() {
        refused(run(Map.of(), team.toString()), "--store: cannot write to " + team);
    }

    @Test
    void brand_kit_and_icons_keep_their_pictures_there_too() {
        Path store = directory.resolve("store");
        Program program = Program.talkingTo(server);

        program.run(directory.resolve("kit"), "brand-kit", "--size", "320x320", "--store", store.toString());
        program.run(
                directory.resolve("icons"),
                "icons",
                "--name",
                "Harbour",
                "--description",
                "Ships",
                "--size",
                "320x320",
                "--store",
                store.toString());

        assertThat(dev.toolflow.store.ImageStore.directory(store)
                        .list(dev.toolflow.store.ImageQuery.all().attribute("example", "icons")))
                .hasSize(4);
        assertThat(dev.toolflow.store.ImageStore.directory(store)
                        .list(dev.toolflow.store.ImageQuery.all().attribute("example", "brand-kit")))
                .hasSize(1);
    }

    private Program.Ended run(Map<String, String> environment, String store, String... more) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("OPENAI_BASE_URL", server.baseUrl().toString());
        String[] args = new String[more.length + 7];
        System.arraycopy(
                new String[] {"avatars", "--input", team.toString(), "--size", "320x320", "--store", store},
                0,
                args,
                0,
                7);
        System.arraycopy(more, 0, args, 7, more.length);
        return Program.with(all).run(directory.resolve("out"), args);
    }

    private void refused(Program.Ended ended, String message) {
        assertThat(ended.exit()).as(ended.both()).isEqualTo(2);
        assertThat(ended.said()).singleElement().asString().contains(message);
        assertThat(server.requests()).isEmpty();
    }
}
