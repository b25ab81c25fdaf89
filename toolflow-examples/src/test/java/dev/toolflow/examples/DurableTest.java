package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code brand-kit --durable}, ended in every way, and the same command again. */
class DurableTest {
    private final FakeOpenAiServer server =
            FakeOpenAiServer.builder().flawlessPalettes().start();

    @TempDir
    private Path directory;

    private Path kit;

    @BeforeEach
    void nameTheDirectory() {
        kit = directory.resolve("kit");
    }

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    private Program.Ended brandKit(String... more) {
        return run(List.of("brand-kit", "--durable", kit.toString()), more);
    }

    private Program.Ended runs(String command, String... more) {
        return run(List.of("runs", command, "--store", kit.toString()), more);
    }

    private Program.Ended run(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return Program.talkingTo(server).run(all.toArray(String[]::new));
    }

    private void isDone(Program.Ended ended) {
        assertThat(ended.exit()).as(ended.both()).isZero();
        assertThat(Program.result(kit).path("status").asText()).isEqualTo("COMPLETED");
        assertThat(kit.resolve("hero.png")).exists();
        assertThat(kit.resolve("report.html")).exists();
    }

    @Nested
    class Done {
        @Test
        void all_of_it_lies_in_the_directory() {
            isDone(brandKit());

            assertThat(kit.resolve("runs.db")).exists();
            assertThat(kit.resolve("images")).isDirectory();
            assertThat(server.requests()).hasSize(3);
        }

        @Test
        void the_same_command_tells_the_kept_result_without_a_call() throws IOException {
            Program.Ended first = brandKit();
            Files.delete(kit.resolve("hero.png"));

            Program.Ended again = brandKit();

            isDone(again);
            assertThat(again.err())
                    .contains("Run brand-kit found in " + kit
                            + ": it is done; this is what it made, and nothing is called");
            assertThat(again.out().lines().filter(line -> line.contains("headline")))
                    .isEqualTo(first.out()
                            .lines()
                            .filter(line -> line.contains("headline"))
                            .toList());
            assertThat(server.requests()).hasSize(3);
        }

        @Test
        void another_brief_is_refused_with_the_run_and_the_remedy() throws IOException {
            brandKit();
            Path other = Files.writeString(
                    directory.resolve("other.json"), "{\"product\": \"coffee\", \"audience\": [\"everybody\"]}");

            Program.Ended ended = brandKit("--input", other.toString());

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err())
                    .contains("run brand-kit in " + kit
                            + " was begun with another brief; give that one, or name another");
            assertThat(server.requests()).hasSize(3);
        }

        @Test
        void other_options_are_refused_with_both() {
            brandKit();

            Program.Ended ended = brandKit("--size", "1024x1024");

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains("--size 1536x1024, not with ", "--size 1024x1024; give the same options");
        }

        @Test
        void runs_resume_tells_it_too() {
            brandKit();

            Program.Ended ended = runs("resume", "brand-kit");

            isDone(ended);
            assertThat(ended.err()).contains("it is done");
            assertThat(server.requests()).hasSize(3);
        }

        @Test
        void a_fork_takes_over_what_does_not_depend_on_its_step() {
            brandKit();

            Program.Ended ended = runs("fork", "brand-kit", "--from", "hero", "--json");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(ended.err()).contains("is forked from run brand-kit at hero");
            assertThat(server.requests("generate_image")).hasSize(2);
            assertThat(server.requests()).hasSize(4);
            assertThat(Program.json(ended.out()).path("status").asText()).isEqualTo("COMPLETED");
            assertThat(runs("list").out().lines()).hasSize(4);
        }

        @Test
        void a_fork_from_nowhere_names_the_steps() {
            brandKit();

            Program.Ended ended = runs("fork", "brand-kit", "--from", "logo");

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains("--from: ", "no step 'logo'", "hero");
        }
    }

    @Nested
    class Killed {
        @Test
        void while_the_picture_is_drawn_only_that_is_asked_for_again() throws Exception {
            server.on("generate_image").reply(Fault.stalled());
            Process process = start();
            assertThat(server.awaitRequests(3, Duration.ofSeconds(60))).isTrue();
            awaitCopy();
            kill(process);

            Program.Ended again = brandKit();

            isDone(again);
            assertThat(again.err())
                    .containsPattern(
                            "Run brand-kit found in \\S+: 2 of 3 steps accepted, 1 call was in flight and may be"
                                    + " paid again; going on");
            assertThat(server.requests("generate_palette")).hasSize(1);
            assertThat(server.requests("write_copy")).hasSize(1);
            assertThat(server.requests("generate_image")).hasSize(2);
        }

        @Test
        void while_the_palette_is_chosen_that_is_asked_for_again() throws Exception {
            server.on("generate_palette").reply(Fault.stalled());
            Process process = start();
            assertThat(server.awaitRequests(1, Duration.ofSeconds(60))).isTrue();
            kill(process);

            Program.Ended again = brandKit();

            isDone(again);
            assertThat(again.err()).contains("0 of 3 steps accepted, 1 call was in flight");
            assertThat(server.requests()).hasSize(4);
        }

        @Test
        void it_is_shown_as_interrupted_and_runs_resume_goes_on_with_it() throws Exception {
            server.on("generate_image").reply(Fault.stalled());
            Process process = start();
            assertThat(server.awaitRequests(3, Duration.ofSeconds(60))).isTrue();
            awaitCopy();
            kill(process);

            assertThat(runs("list").out()).containsPattern("brand-kit +brand-kit +interrupted");
            assertThat(runs("show", "brand-kit").out())
                    .containsPattern("owner +process " + process.pid() + " on \\S+, which has ended")
                    .contains("Calls whose outcome is not known; they may have been paid:");

            isDone(runs("resume", "brand-kit"));
            assertThat(server.requests("write_copy")).hasSize(1);
        }

        private Process start() throws IOException {
            return Program.talkingTo(server).start(kit, "brand-kit", "--durable", kit.toString());
        }

        /** The copy is written beside the picture, and may come later than the request for that. */
        private void awaitCopy() {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> runs("show", "brand-kit").out().matches("(?s).*write_copy +completed.*"));
        }

        private void kill(Process process) throws InterruptedException {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Nested
    class Failed {
        @Test
        void the_same_command_tries_again_what_failed() {
            server.on("generate_image").reply(Fault.badRequest("No."));
            assertThat(brandKit().exit()).isEqualTo(1);

            Program.Ended again = brandKit();

            isDone(again);
            assertThat(again.err()).contains("it ended as failed, 2 of 3 steps accepted; going on");
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Nested
    class Under_way_elsewhere {
        @Test
        void the_same_command_says_so_and_calls_nothing() throws Exception {
            server.on("generate_palette").reply(Fault.stalled());
            Process process = Program.talkingTo(server).start(kit, "brand-kit", "--durable", kit.toString());
            assertThat(server.awaitRequests(1, Duration.ofSeconds(60))).isTrue();

            Program.Ended other = brandKit();

            assertThat(other.exit()).isEqualTo(4);
            assertThat(other.err()).contains(String.valueOf(process.pid()));
            assertThat(server.requests()).hasSize(1);
            process.destroyForcibly();
        }
    }

    @Nested
    class Asking {
        @Test
        void nobody_there_the_run_waits_and_an_answer_from_elsewhere_lets_it_go_on() {
            Program.Ended first = brandKit("--approve");
            assertThat(first.exit()).isEqualTo(3);
            assertThat(first.err())
                    .contains("toolflow-examples runs approve brand-kit approve-hero true --store " + kit);

            assertThat(runs("show", "brand-kit").out()).contains("Waits for an answer to: approve-hero (Boolean)");
            assertThat(runs("approve", "brand-kit", "approve-hero", "\"yes\"").err())
                    .contains("ANSWER: must be a Boolean, such as true");
            assertThat(runs("approve", "brand-kit", "approve-hero", "true").exit())
                    .isZero();
            isDone(brandKit("--approve"));
            assertThat(server.requests()).hasSize(3);
        }

        @Test
        void the_same_command_asks_again() {
            brandKit("--approve");

            Program.Ended ended = Program.talkingTo(server)
                    .answering("y\n")
                    .run("brand-kit", "--durable", kit.toString(), "--approve");

            isDone(ended);
            assertThat(ended.err()).contains("Buy the hero image");
            assertThat(server.requests()).hasSize(3);
        }

        @Test
        void runs_resume_goes_on_with_what_was_decided() {
            brandKit("--approve");
            runs("approve", "brand-kit", "approve-hero", "false");

            Program.Ended ended = runs("resume", "brand-kit");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(server.requests("generate_image")).isEmpty();
        }
    }

    @Nested
    class Bad_input {
        @Test
        void a_store_of_pictures_beside_it_is_refused() {
            Program.Ended ended = brandKit("--store", directory.toString());

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains("--store: --durable keeps the pictures in its own directory");
            assertThat(kit).doesNotExist();
        }

        @Test
        void a_plan_makes_no_directory() {
            assertThat(brandKit("--plan").exit()).isZero();
            assertThat(kit).doesNotExist();
        }

        @Test
        void a_file_in_the_way_is_named() throws IOException {
            Files.writeString(kit, "");

            assertThat(brandKit().err()).contains("--durable: cannot write to " + kit);
        }

        @Test
        void a_file_that_is_no_database_is_named_and_left_as_it_is() throws IOException {
            Files.createDirectories(kit);
            Files.writeString(kit.resolve("runs.db"), "no database ".repeat(1_000));

            Program.Ended ended = brandKit();

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err()).contains("runs.db");
            assertThat(server.requests()).isEmpty();
            assertThat(kit.resolve("runs.db")).hasContent("no database ".repeat(1_000));
        }

        @Test
        void a_run_of_another_flow_is_left_to_its_program() throws IOException {
            Files.createDirectories(kit);
            try (KeptStore store = new KeptStore(kit.resolve("runs.db"))) {
                store.run("poster-1", "posters", null)
                        .open("draw", "gpt-image-2")
                        .write();
            }

            Program.Ended ended = runs("resume", "poster-1");

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains("run poster-1 is one of flow 'posters', which this program does not have");
        }
    }
}
