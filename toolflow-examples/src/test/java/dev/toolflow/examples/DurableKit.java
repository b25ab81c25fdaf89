package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code brand-kit --durable} in one directory, against a fake server of its own. */
final class DurableKit implements AutoCloseable {
    private final FakeOpenAiServer server =
            FakeOpenAiServer.builder().flawlessPalettes().start();
    private final Path directory;

    DurableKit(Path directory) {
        this.directory = directory;
    }

    FakeOpenAiServer server() {
        return server;
    }

    Path directory() {
        return directory;
    }

    /** Runs the command in this process. */
    Program.Ended brandKit(String... more) {
        return run(Program.talkingTo(server), more);
    }

    /** The same with a person who types this. */
    Program.Ended brandKitAnswering(String typed, String... more) {
        return run(Program.talkingTo(server).answering(typed), more);
    }

    private Program.Ended run(Program program, String... more) {
        return run(program, List.of("brand-kit", "--durable", directory.toString()), more);
    }

    /** Runs a command on its store. */
    Program.Ended runs(String command, String... more) {
        return run(Program.talkingTo(server), List.of("runs", command, "--store", directory.toString()), more);
    }

    private static Program.Ended run(Program program, List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return program.run(all.toArray(String[]::new));
    }

    /** Starts it as a process of its own, which has sent so many requests when this returns. */
    Process startAndAwait(int requests, String... more) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("brand-kit", "--durable", directory.toString()));
        all.addAll(List.of(more));
        Process process = Program.talkingTo(server).start(directory, all.toArray(String[]::new));
        assertThat(server.awaitRequests(requests, Duration.ofSeconds(60))).isTrue();
        return process;
    }

    /** What ended has made all of it. */
    void isDone(Program.Ended ended) {
        assertThat(ended.exit()).as(ended.both()).isZero();
        assertThat(Program.result(directory).path("status").asText()).isEqualTo("COMPLETED");
        assertThat(directory.resolve("hero.png")).exists();
        assertThat(directory.resolve("report.html")).exists();
    }

    @Override
    public void close() {
        server.close();
    }
}
