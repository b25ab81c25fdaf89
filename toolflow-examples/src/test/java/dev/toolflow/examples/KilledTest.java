package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process of {@code avatars} dies amid a persona, without a word, and the command is run again. */
class KilledTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path directory;

    private Path out;
    private Path team;

    @BeforeEach
    void writeTheTeam() throws IOException {
        out = directory.resolve("team");
        team = Files.writeString(
                directory.resolve("team.json"), "[{\"name\": \"Ada\", \"bio\": \"Grows roses in Leeds.\"}]");
    }

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Test
    void while_sheets_are_drawn_selfie_and_scenes_are_not_bought_again() throws Exception {
        server.on("edit_image").reply(Fault.stalled(), Fault.stalled());
        Process process = start();
        assertThat(server.awaitRequests(4, Duration.ofSeconds(60))).isTrue();

        kill(process);
        runAgain();

        assertThat(server.requests("generate_image")).hasSize(1);
        assertThat(server.requests("write_variations")).hasSize(1);
        assertThat(server.requests("edit_image")).as("two in flight, two anew").hasSize(4);
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void while_the_last_sheet_is_drawn_the_other_is_not_bought_again() throws Exception {
        server.on("edit_image").reply(Fault.none(), Fault.stalled());
        Process process = start();
        awaitLine(process.errorReader(), "Ada: keep-sheet-");
        awaitRequests(4);

        kill(process);
        runAgain();

        assertThat(server.requests("generate_image")).hasSize(1);
        assertThat(server.requests("write_variations")).hasSize(1);
        assertThat(server.requests("edit_image"))
                .as("one done, one in flight, one anew")
                .hasSize(3);
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void while_scenes_are_written_the_selfie_is_not_bought_again() throws Exception {
        server.on("write_variations").reply(Fault.stalled());
        Process process = start();
        awaitLine(process.errorReader(), "Ada: keep-selfie");
        awaitRequests(2);

        kill(process);
        assertThat(Program.text(out.resolve("manifest.json"))).contains("\"selfie\"", "did not end");
        runAgain();

        assertThat(server.requests("generate_image")).hasSize(1);
        assertThat(server.requests("write_variations")).hasSize(2);
        assertThat(server.requests("edit_image")).hasSize(2);
    }

    private Process start() throws IOException {
        return Program.talkingTo(server).start(out, eightOfAda());
    }

    /** What is counted later must have come before the process is killed. */
    private void awaitRequests(int count) throws InterruptedException {
        assertThat(server.awaitRequests(count, Duration.ofSeconds(60))).isTrue();
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private void runAgain() {
        var again = Program.talkingTo(server).run(out, eightOfAda());

        assertThat(again.exit()).as(again.both()).isZero();
        assertThat(out.resolve("ada/avatar-8.png")).exists();
    }

    private String[] eightOfAda() {
        return new String[] {"avatars", "--images", "8", "--size", "320x320", "--input", team.toString()};
    }

    private static void awaitLine(BufferedReader lines, String part) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.contains(part)) {
            line = lines.readLine();
        }
        assertThat(line).as("a line with " + part).isNotNull();
    }
}
