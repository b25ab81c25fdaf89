package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code runs cancel}, {@code approve} and {@code purge} do to a store. */
class RunsChangeTest {
    @TempDir
    private Path directory;

    private KeptFile file;

    @BeforeEach
    void nameTheFile() {
        file = new KeptFile(directory);
    }

    @Nested
    class Cancel {
        @Test
        void ends_a_run_that_nobody_works_on() {
            file.keep(KeptFile::waiting);

            Program.Ended ended = file.runs("cancel", "tea-2");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(ended.err()).contains("Run tea-2 is cancelled");
            assertThat(file.json("list", "--status", "cancelled").path("runs")).hasSize(1);
        }

        @Test
        void asks_the_owner_of_one_under_way() {
            file.keep(store -> {
                KeptFile.inFlight(store);

                assertThat(file.runs("cancel", "tea-3").err())
                        .contains("is to be cancelled; its owner does so within seconds");
                assertThat(store.store().signals()).singleElement().matches(signal -> signal.cancelRequested());
            });
        }

        @Test
        void leaves_one_that_has_ended_as_it_is() {
            file.keep(KeptFile::done);

            assertThat(file.runs("cancel", "tea-1").err()).contains("has ended before (completed)");
            assertThat(file.json("show", "tea-1").at("/run/phase").asText()).isEqualTo("COMPLETED");
        }
    }

    @Nested
    class Approve {
        @BeforeEach
        void keepOneThatWaits() {
            file.keep(store -> KeptFile.waiting(store, "posters"));
        }

        @Test
        void keeps_the_answer_and_says_how_to_go_on() {
            Program.Ended ended = file.runs("approve", "tea-2", "approve-hero", "true");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(ended.err())
                    .contains("Decided: approve-hero; to go on: the program that began it has flow 'posters'");
            assertThat(file.json("export", "tea-2").at("/decisions/0/answer").asBoolean())
                    .isTrue();
        }

        @Test
        void takes_the_answer_from_a_file() throws IOException {
            Path answer = Files.writeString(directory.resolve("answer.json"), "{\"choice\": 2}");

            file.runs("approve", "tea-2", "approve-hero", "@" + answer);

            assertThat(file.json("export", "tea-2")
                            .at("/decisions/0/answer/choice")
                            .asInt())
                    .isEqualTo(2);
        }

        @Test
        void lets_the_first_answer_hold() {
            file.runs("approve", "tea-2", "approve-hero", "true");

            Program.Ended again = file.runs("approve", "tea-2", "approve-hero", "false");

            assertThat(again.exit()).isEqualTo(1);
            assertThat(again.err()).contains("was decided before, and that holds");
            assertThat(file.json("export", "tea-2").at("/decisions/0/answer").asBoolean())
                    .isTrue();
        }

        @Test
        void refuses_what_the_run_does_not_ask_and_what_is_no_json() {
            assertThat(file.runs("approve", "tea-2", "approve-logo", "true").err())
                    .contains("does not wait for 'approve-logo', but for approve-hero");
            assertThat(file.runs("approve", "tea-2", "approve-hero", "yes").err())
                    .contains("ANSWER: is not JSON from line 1");
            assertThat(file.runs("approve", "tea-2", "approve-hero", "@" + directory.resolve("none"))
                            .err())
                    .contains("ANSWER: ", "does not exist");
            assertThat(file.runs("approve", "tea-2", "approve-hero", "null").exit())
                    .isEqualTo(2);
            assertThat(file.json("export", "tea-2").path("decisions")).isEmpty();
        }
    }

    @Nested
    class Purge {
        @BeforeEach
        void keepThree() {
            file.keep(store -> {
                KeptFile.done(store);
                KeptFile.waiting(store);
            });
        }

        @Test
        void spares_runs_of_the_last_30_days() {
            assertThat(file.runs("purge").err()).contains("0 runs deleted");
            assertThat(file.json("list").path("runs")).hasSize(2);
        }

        @Test
        void says_what_would_go_and_deletes_only_then() {
            assertThat(file.runs("purge", "--older-than", "0d", "--dry-run").both())
                    .contains("tea-1", "1 run would go");
            assertThat(file.json("list").path("runs")).hasSize(2);

            assertThat(file.runs("purge", "--older-than", "0d").both()).contains("tea-1", "1 run deleted");
            assertThat(file.json("list").path("runs").findValuesAsText("flow")).hasSize(1);
        }

        @Test
        void tells_programs_what_went() {
            assertThat(file.json("purge", "--older-than", "0d").at("/runs/0/id").asText())
                    .isEqualTo("tea-1");
        }

        @Test
        void takes_no_other_spans() {
            assertThat(file.runs("purge", "--older-than", "soon").err())
                    .contains("--older-than: must be a number and min, h or d, such as 30d, was 'soon'");
        }
    }
}
