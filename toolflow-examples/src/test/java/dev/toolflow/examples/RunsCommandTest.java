package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.StepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code runs …} says of a store, and does to it. */
class RunsCommandTest {
    private static final StepRecord.Blob PICTURE = new StepRecord.Blob("cd".repeat(32), "image/png", 2048);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("runs.db");
    }

    private void keep(Consumer<KeptStore> runs) {
        try (KeptStore store = new KeptStore(file)) {
            runs.accept(store);
        }
    }

    private Program.Ended runs(String command, String... args) {
        List<String> all = new ArrayList<>(List.of("runs", command));
        all.addAll(List.of(args));
        all.addAll(List.of("--store", file.toString()));
        return Program.withoutEnvironment().run(all.toArray(String[]::new));
    }

    private JsonNode json(String command, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        Program.Ended ended = runs(command, all.toArray(String[]::new));
        assertThat(ended.exit()).as(ended.both()).isZero();
        return Program.json(ended.out());
    }

    private static void done(KeptStore store) {
        store.run("tea-1", "brand-kit", null)
                .called("palette", "gpt-5.4-mini", "0.0012")
                .step("palette", StepRecord.COMPLETED)
                .called("hero", "gpt-image-2", "0.05")
                .step("hero", StepRecord.COMPLETED, PICTURE)
                .moved(RunPhase.COMPLETED)
                .write();
    }

    private static void waiting(KeptStore store) {
        store.run("tea-2", "brand-kit", "acme")
                .called("palette", "gpt-5.4-mini", "0.0012")
                .step("palette", StepRecord.COMPLETED)
                .step("approve-hero", "WAITING")
                .moved(RunPhase.WAITING)
                .write();
    }

    private static void inFlight(KeptStore store) {
        store.run("tea-3", "posters", null).open("hero", "gpt-image-2").write();
    }

    @Nested
    class List_ {
        @BeforeEach
        void keepThree() {
            keep(store -> {
                done(store);
                waiting(store);
                inFlight(store);
            });
        }

        @Test
        void tells_each_run_in_a_line_of_80_columns_at_most() {
            Program.Ended ended = runs("list");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(ended.out().lines()).hasSize(5).allMatch(line -> line.length() <= 80);
            assertThat(ended.out())
                    .containsPattern("run +flow +tenant +status +begun +changed")
                    .containsPattern("tea-1 +brand-kit +- +completed +\\d+ s ago")
                    .containsPattern("tea-2 +brand-kit +acme +waiting ")
                    .containsPattern("tea-3 +posters +- +running ");
        }

        @Test
        void tells_the_same_as_json() {
            JsonNode list = json("list");

            assertThat(list.path("runs")).hasSize(3);
            JsonNode run = list.at("/runs/0");
            assertThat(run.path("id").asText()).isEqualTo("tea-3");
            assertThat(run.path("phase").asText()).isEqualTo("RUNNING");
            assertThat(run.at("/owner/pid").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(list.at("/runs/1/tenant").asText()).isEqualTo("acme");
            assertThat(list.at("/runs/1/owner").isNull()).isTrue();
        }

        @Test
        void picks_by_flow_status_tenant_time_and_number() {
            assertThat(ids("--flow", "brand-kit")).containsExactly("tea-2", "tea-1");
            assertThat(ids("--status", "waiting,completed")).containsExactly("tea-2", "tea-1");
            assertThat(ids("--status", "RUNNING")).containsExactly("tea-3");
            assertThat(ids("--tenant", "acme")).containsExactly("tea-2");
            assertThat(ids("--since", "1h")).hasSize(3);
            assertThat(ids("--since", "2999-01-01")).isEmpty();
            assertThat(ids("--limit", "1")).containsExactly("tea-3");
        }

        private List<String> ids(String... args) {
            return json("list", args).path("runs").findValuesAsText("id").stream()
                    .filter(id -> id.startsWith("tea"))
                    .toList();
        }

        @Test
        void takes_the_directory_of_the_file_too() {
            Program.Ended ended = Program.withoutEnvironment().run("runs", "list", "--store", directory.toString());

            assertThat(ended.out()).contains("tea-1");
        }

        @Test
        void names_the_option_that_is_wrong() {
            assertThat(runs("list", "--status", "done").err())
                    .contains("--status: must be one of submitted, running, waiting", "was 'done'");
            assertThat(runs("list", "--since", "yesterday").err()).contains("--since: must be a date", "'yesterday'");
            assertThat(runs("list", "--limit", "0").exit()).isEqualTo(2);
        }
    }

    @Nested
    class Show {
        @Test
        void tells_steps_calls_cost_and_pictures() {
            keep(RunsCommandTest::done);

            Program.Ended ended = runs("show", "tea-1");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(ended.out().lines()).allMatch(line -> line.length() <= 80);
            assertThat(ended.out())
                    .containsPattern("status +completed")
                    .containsPattern("begun +20\\d\\d-\\d\\d-\\d\\dT\\S+Z \\(\\d+ s ago\\)")
                    .containsPattern("cost +0\\.0512 US dollars")
                    .containsPattern("palette +completed +1 +1 +gpt-5\\.4-mini +0\\.0012")
                    .containsPattern("hero +completed +1 +1 +gpt-image-2 +0\\.0500")
                    .containsPattern("cdcdcdcdcdcd +image/png +2 +hero")
                    .doesNotContain("not known");
        }

        @Test
        void tells_the_owner_and_the_calls_whose_outcome_is_not_known() {
            keep(RunsCommandTest::inFlight);

            String shown = runs("show", "tea-3").out();

            assertThat(shown)
                    .containsPattern("owner +process " + ProcessHandle.current().pid() + " on \\S+, until 20")
                    .contains("Calls whose outcome is not known; they may have been paid:")
                    .containsPattern("hero +begun +1 +1 +gpt-image-2 +\\?")
                    .containsPattern("cost +\\? US dollars");
        }

        @Test
        void tells_what_the_run_waits_for() {
            keep(RunsCommandTest::waiting);

            assertThat(runs("show", "tea-2").out()).contains("Waits for an answer to: approve-hero");
            assertThat(json("show", "tea-2").at("/waiting/0/id").asText()).isEqualTo("approve-hero");
        }

        @Test
        void tells_all_of_it_as_json() {
            keep(RunsCommandTest::done);

            JsonNode shown = json("show", "tea-1");

            assertThat(shown.at("/run/id").asText()).isEqualTo("tea-1");
            assertThat(shown.path("steps").findValuesAsText("id")).containsExactly("palette", "hero");
            assertThat(shown.at("/steps/1/models/0").asText()).isEqualTo("gpt-image-2");
            assertThat(shown.path("costUsd").decimalValue()).isEqualByComparingTo("0.0512");
            assertThat(shown.path("openCalls")).isEmpty();
            assertThat(shown.at("/pictures/0/stepId").asText()).isEqualTo("hero");
        }
    }

    @Nested
    class Cancel {
        @Test
        void ends_a_run_that_nobody_works_on() {
            keep(RunsCommandTest::waiting);

            Program.Ended ended = runs("cancel", "tea-2");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(ended.err()).contains("Run tea-2 is cancelled");
            assertThat(json("list", "--status", "cancelled").path("runs")).hasSize(1);
        }

        @Test
        void asks_the_owner_of_one_under_way() {
            keep(store -> {
                inFlight(store);

                assertThat(runs("cancel", "tea-3").err())
                        .contains("is to be cancelled; its owner does so within seconds");
                assertThat(store.store().signals()).singleElement().matches(signal -> signal.cancelRequested());
            });
        }

        @Test
        void leaves_one_that_has_ended_as_it_is() {
            keep(RunsCommandTest::done);

            assertThat(runs("cancel", "tea-1").err()).contains("has ended before (completed)");
            assertThat(json("show", "tea-1").at("/run/phase").asText()).isEqualTo("COMPLETED");
        }
    }

    @Nested
    class Approve {
        @BeforeEach
        void keepOneThatWaits() {
            keep(RunsCommandTest::waiting);
        }

        @Test
        void keeps_the_answer_and_says_how_to_go_on() {
            Program.Ended ended = runs("approve", "tea-2", "approve-hero", "true");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(ended.err()).contains("Decided: approve-hero; to go on: toolflow-examples runs resume tea-2");
            assertThat(json("export", "tea-2").at("/decisions/0/answer").asBoolean())
                    .isTrue();
        }

        @Test
        void takes_the_answer_from_a_file() throws IOException {
            Path answer = Files.writeString(directory.resolve("answer.json"), "{\"choice\": 2}");

            runs("approve", "tea-2", "approve-hero", "@" + answer);

            assertThat(json("export", "tea-2").at("/decisions/0/answer/choice").asInt())
                    .isEqualTo(2);
        }

        @Test
        void lets_the_first_answer_hold() {
            runs("approve", "tea-2", "approve-hero", "true");

            Program.Ended again = runs("approve", "tea-2", "approve-hero", "false");

            assertThat(again.exit()).isEqualTo(1);
            assertThat(again.err()).contains("was decided before, and that holds");
            assertThat(json("export", "tea-2").at("/decisions/0/answer").asBoolean())
                    .isTrue();
        }

        @Test
        void refuses_what_the_run_does_not_ask_and_what_is_no_json() {
            assertThat(runs("approve", "tea-2", "approve-logo", "true").err())
                    .contains("does not wait for 'approve-logo', but for approve-hero");
            assertThat(runs("approve", "tea-2", "approve-hero", "yes").err())
                    .contains("ANSWER: is not JSON from line 1");
            assertThat(runs("approve", "tea-2", "approve-hero", "@" + directory.resolve("none"))
                            .err())
                    .contains("ANSWER: ", "does not exist");
            assertThat(runs("approve", "tea-2", "approve-hero", "null").exit()).isEqualTo(2);
            assertThat(json("export", "tea-2").path("decisions")).isEmpty();
        }
    }

    @Nested
    class Export {
        @Test
        void holds_all_that_is_kept_decoded() throws IOException {
            keep(RunsCommandTest::done);
            Path out = directory.resolve("out/tea-1.json");

            assertThat(runs("export", "tea-1", "--out", out.toString()).exit()).isZero();

            JsonNode document = Program.json(Files.readString(out));
            assertThat(document.at("/input/product").asText()).isEqualTo("tea");
            assertThat(document.at("/run/id").asText()).isEqualTo("tea-1");
            assertThat(document.at("/steps/1/result/status").asText()).isEqualTo("COMPLETED");
            assertThat(document.at("/steps/1/pictures/0/sizeBytes").asInt()).isEqualTo(2048);
            assertThat(document.at("/calls/0/outcome/cost/usd").decimalValue()).isEqualByComparingTo("0.0012");
        }
    }

    @Nested
    class Purge {
        @BeforeEach
        void keepThree() {
            keep(store -> {
                done(store);
                waiting(store);
            });
        }

        @Test
        void spares_runs_of_the_last_30_days() {
            assertThat(runs("purge").err()).contains("0 runs deleted");
            assertThat(json("list").path("runs")).hasSize(2);
        }

        @Test
        void says_what_would_go_and_deletes_only_then() {
            assertThat(runs("purge", "--older-than", "0d", "--dry-run").both()).contains("tea-1", "1 run would go");
            assertThat(json("list").path("runs")).hasSize(2);

            assertThat(runs("purge", "--older-than", "0d").both()).contains("tea-1", "1 run deleted");
            assertThat(json("list").path("runs").findValuesAsText("flow")).hasSize(1);
        }

        @Test
        void tells_programs_what_went() {
            assertThat(json("purge", "--older-than", "0d").at("/runs/0/id").asText())
                    .isEqualTo("tea-1");
        }

        @Test
        void takes_no_other_spans() {
            assertThat(runs("purge", "--older-than", "soon").err())
                    .contains("--older-than: must be a number and min, h or d, such as 30d, was 'soon'");
        }
    }
}
