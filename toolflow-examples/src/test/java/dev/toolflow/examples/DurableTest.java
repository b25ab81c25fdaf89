package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code brand-kit --durable} that was let alone, and the same command again. */
class DurableTest {
    @TempDir
    private Path directory;

    private DurableKit kit;

    @BeforeEach
    void startTheServer() {
        kit = new DurableKit(directory.resolve("kit"));
    }

    @AfterEach
    void closeTheServer() {
        kit.close();
    }

    @Nested
    class Done {
        @Test
        void all_of_it_lies_in_the_directory() {
            kit.isDone(kit.brandKit());

            assertThat(kit.directory().resolve("runs.db")).exists();
            assertThat(kit.directory().resolve("images")).isDirectory();
            assertThat(kit.server().requests()).hasSize(3);
        }

        @Test
        void the_same_command_tells_the_kept_result_without_a_call() throws IOException {
            Program.Ended first = kit.brandKit();
            Files.delete(kit.directory().resolve("hero.png"));

            Program.Ended again = kit.brandKit();

            kit.isDone(again);
            assertThat(again.err())
                    .contains("Run brand-kit found in " + kit.directory()
                            + ": it is done; this is what it made, and nothing is called");
            assertThat(again.out().lines().filter(line -> line.contains("headline")))
                    .isEqualTo(first.out()
                            .lines()
                            .filter(line -> line.contains("headline"))
                            .toList());
            assertThat(kit.server().requests()).hasSize(3);
        }

        @Test
        void another_brief_is_refused_with_the_run_and_the_remedy() throws IOException {
            kit.brandKit();
            Path other = Files.writeString(
                    directory.resolve("other.json"), "{\"product\": \"coffee\", \"audience\": [\"everybody\"]}");

            Program.Ended ended = kit.brandKit("--input", other.toString());

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err())
                    .contains("run brand-kit in " + kit.directory()
                            + " was begun with another brief; give that one, or name another")
                    .doesNotContain("it is done");
            assertThat(kit.server().requests()).hasSize(3);
        }

        @Test
        void other_options_are_refused_with_both() {
            kit.brandKit();

            Program.Ended ended = kit.brandKit("--size", "1024x1024");

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains("--size 1536x1024, not with ", "--size 1024x1024; give the same options");
        }

        @Test
        void runs_resume_tells_it_too() {
            kit.brandKit();

            Program.Ended ended = kit.runs("resume", "brand-kit");

            kit.isDone(ended);
            assertThat(ended.err()).contains("it is done");
            assertThat(kit.server().requests()).hasSize(3);
        }

        @Test
        void a_fork_takes_over_what_does_not_depend_on_its_step() {
            kit.brandKit();

            Program.Ended ended = kit.runs("fork", "brand-kit", "--from", "hero", "--json");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(ended.err()).contains("is forked from run brand-kit at hero");
            assertThat(kit.server().requests("generate_image")).hasSize(2);
            assertThat(kit.server().requests()).hasSize(4);
            assertThat(Program.json(ended.out()).path("status").asText()).isEqualTo("COMPLETED");
            assertThat(kit.runs("list").out().lines()).hasSize(4);
        }

        @Test
        void a_fork_that_waits_says_how_it_is_answered() {
            kit.brandKit("--approve");
            kit.runs("approve", "brand-kit", "approve-hero", "true");
            kit.runs("resume", "brand-kit");

            Program.Ended ended = kit.runs("fork", "brand-kit", "--from", "generate_palette");

            assertThat(ended.exit()).as(ended.both()).isEqualTo(3);
            assertThat(ended.err()).containsPattern("runs approve [0-9a-f-]{36} approve-hero true --store ");
        }

        @Test
        void a_fork_from_nowhere_names_the_steps() {
            kit.brandKit();

            Program.Ended ended = kit.runs("fork", "brand-kit", "--from", "logo");

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains("--from: ", "no step 'logo'", "hero");
        }
    }

    @Nested
    class Failed {
        @Test
        void the_same_command_tries_again_what_failed() {
            kit.server().on("generate_image").reply(Fault.badRequest("No."));
            assertThat(kit.brandKit().exit()).isEqualTo(1);

            Program.Ended again = kit.brandKit();

            kit.isDone(again);
            assertThat(again.err()).contains("it ended as failed, 2 of 3 steps accepted; going on");
            assertThat(kit.server().requests()).hasSize(4);
        }
    }

    @Nested
    class Asking {
        @Test
        void nobody_there_the_run_waits_and_an_answer_from_elsewhere_lets_it_go_on() {
            Program.Ended first = kit.brandKit("--approve");
            assertThat(first.exit()).isEqualTo(3);
            assertThat(first.err())
                    .contains("toolflow-examples runs approve brand-kit approve-hero true --store " + kit.directory());

            assertThat(kit.runs("show", "brand-kit").out()).contains("Waits for an answer to: approve-hero (Boolean)");
            assertThat(kit.runs("approve", "brand-kit", "approve-hero", "\"yes\"")
                            .err())
                    .contains("ANSWER: must be a Boolean, such as true");
            assertThat(kit.runs("approve", "brand-kit", "approve-hero", "true").exit())
                    .isZero();
            kit.isDone(kit.brandKit("--approve"));
            assertThat(kit.server().requests()).hasSize(3);
        }

        @Test
        void the_same_command_asks_again() {
            kit.brandKit("--approve");

            Program.Ended ended = kit.brandKitAnswering("y\n", "--approve");

            kit.isDone(ended);
            assertThat(ended.err()).contains("Buy the hero image");
            assertThat(kit.server().requests()).hasSize(3);
        }

        @Test
        void runs_resume_goes_on_with_what_was_decided() {
            kit.brandKit("--approve");
            kit.runs("approve", "brand-kit", "approve-hero", "false");

            Program.Ended ended = kit.runs("resume", "brand-kit");

            assertThat(ended.exit()).as(ended.both()).isEqualTo(1);
            assertThat(ended.err()).contains("Declined: no image was bought");
            assertThat(kit.server().requests("generate_image")).isEmpty();
        }
    }
}
