package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
class ProcessTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path out;

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
    void told_to_end_it_cancels_the_run_and_writes_what_there_is() throws Exception {
        server.on("generate_image").always(Fault.stalled());
        Process process = start("brand-kit", "--out", out.toString());
        assertThat(server.awaitRequests(4, Duration.ofSeconds(30))).isTrue();

        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
        assertThat(Program.result(out).path("status").asText()).isEqualTo("CANCELLED");
        assertThat(Program.result(out).at("/steps/0/status").asText()).isEqualTo("COMPLETED");
        assertThat(out.resolve("report.html")).exists();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
    void told_to_end_amid_avatars_it_keeps_what_is_done_and_goes_on_from_there() throws Exception {
        server.on("edit_image").reply(Fault.stalled());
        Process process = start(
                "avatars", "--images", "1", "--size", "320x320", "--personas-at-once", "1", "--out", out.toString());
        assertThat(server.awaitRequests(3, Duration.ofSeconds(60))).isTrue();

        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Program.text(out.resolve("manifest.json"))).contains("\"selfie\"", "Cancelled");
        var again = Program.talkingTo(server).run(out, "avatars", "--images", "1", "--size", "320x320");
        assertThat(again.exit()).as(again.both()).isZero();
        assertThat(server.requests("generate_image")).hasSize(4);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
    void the_gallery_says_where_it_is_and_is_there_until_it_is_told_to_end() throws Exception {
        Process process = start(ProcessBuilder.Redirect.PIPE, "gallery", out.toString());
        String line = process.inputReader().readLine();
        URI address = URI.create(line.replaceAll(".* at (http://127\\.0\\.0\\.1:\\d+/) .*", "$1"));

        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                        .body())
                .contains("no picture in this store");
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void done_it_ends() throws Exception {
        Process process = start("brand-kit", "--out", out.toString());

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private Process start(String... args) throws IOException {
        return start(ProcessBuilder.Redirect.DISCARD, args);
    }

    private Process start(ProcessBuilder.Redirect output, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OPENAI_BASE_URL", server.baseUrl().toString());
        builder.environment().remove("OPENAI_API_KEY");
        return builder.start();
    }
}
