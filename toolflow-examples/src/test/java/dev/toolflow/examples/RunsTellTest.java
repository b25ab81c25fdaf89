package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunQuarantinedException;
import dev.toolflow.run.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code runs list}, {@code show} and {@code export} say of a store. */
class RunsTellTest {
    @TempDir
    private Path directory;

    private KeptFile file;

    @BeforeEach
    void nameTheFile() {
        file = new KeptFile(directory);
    }

    @Nested
    class Listing {
        @BeforeEach
        void keepThree() {
            file.keep(store -> {
                KeptFile.done(store);
                KeptFile.waiting(store);
                KeptFile.inFlight(store);
            });
        }

        @Test
        void tells_each_run_in_a_line_of_80_columns_at_most() {
            Program.Ended ended = file.runs("list");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(ended.out().lines()).hasSize(5).allMatch(line -> line.length() <= 80);
            assertThat(ended.out())
                    .containsPattern("run +flow +tenant +status +begun +changed")
                    .containsPattern("tea-1 +brand-kit +- +completed +\\d+ s ago")
                    .containsPattern("tea-2 +brand-kit +acme +waiting ")
                    .containsPattern("tea-3 +posters +- +running ");
        }

        @Test
        void explains_each_status_of_which_one_would_ask_what_now() {
            assertThat(file.runs("list").err().lines())
                    .singleElement()
                    .asString()
                    .contains("waiting: for an answer", "runs show");
        }

        @Test
        void says_that_there_may_be_more_where_it_ends_at_the_limit() {
            assertThat(file.runs("list", "--limit", "2").err()).contains("only the 2 that began last", "--limit");
            assertThat(file.runs("list", "--limit", "4").err()).doesNotContain("--limit");
        }

        @Test
        void of_none_says_whether_there_are_others() {
            assertThat(file.runs("list", "--flow", "icons").out()).isEmpty();
            assertThat(file.runs("list", "--flow", "icons").err())
                    .contains(directory + "/runs.db keeps no such run; leave --flow");
        }

        @Test
        void tells_the_same_as_json() {
            JsonNode list = file.json("list");

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
            return file.json("list", args).path("runs").findValuesAsText("id").stream()
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
            assertThat(file.runs("list", "--status", "done").err())
                    .contains("'--status'", "must be one of submitted, running, waiting", "was 'done'");
            assertThat(file.runs("list", "--since", "yesterday").err())
                    .contains("--since: must be a date", "'yesterday'");
            assertThat(file.runs("list", "--limit", "0").exit()).isEqualTo(2);
        }
    }

    @Nested
    class Listing_an_empty_store {
        @Test
        void says_that_nothing_is_kept_yet() {
            file.keep(store -> {});

            Program.Ended ended = file.runs("list");

            assertThat(ended.exit()).isZero();
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err()).contains("keeps no runs yet");
            assertThat(file.json("list").path("runs")).isEmpty();
        }
    }

    @Nested
    class Show {
        @Test
        void tells_steps_calls_cost_and_pictures() {
            file.keep(KeptFile::done);

            Program.Ended ended = file.runs("show", "tea-1");

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
        void tells_the_owner_and_the_calls_that_are_under_way() {
            file.keep(KeptFile::inFlight);

            String shown = file.runs("show", "tea-3").out();

            assertThat(shown)
                    .containsPattern("owner +process " + ProcessHandle.current().pid() + " on \\S+, until 20")
                    .contains("Calls that are under way:")
                    .containsPattern("hero +begun +1 +1 +gpt-image-2 +\\?")
                    .containsPattern("cost +unknown");
        }

        @Test
        void tells_no_more_recoveries_than_there_may_be() {
            Owner dead = new Owner(
                    "gone", Owner.current().host(), ProcessHandle.current().pid(), Instant.EPOCH);
            file.keep(store -> {
                KeptFile.inFlight(store, dead);
                for (int i = 0; i < RunStore.MOST_RECOVERIES; i++) {
                    store.store().claim("tea-3", dead);
                }
                assertThatThrownBy(() -> store.store().claim("tea-3", dead))
                        .isInstanceOf(RunQuarantinedException.class);
            });

            assertThat(file.runs("show", "tea-3").out())
                    .containsPattern("status +quarantined")
                    .containsPattern("recovered +5 of 5 times");
        }

        @Test
        void tells_what_the_run_waits_for() {
            file.keep(KeptFile::waiting);

            assertThat(file.runs("show", "tea-2").out())
                    .contains("Waits for an answer to: approve-hero")
                    .contains("to answer: toolflow-examples runs approve tea-2 approve-hero true --store ");
            assertThat(file.json("show", "tea-2").at("/waiting/0/id").asText()).isEqualTo("approve-hero");
        }

        @Test
        void tells_what_was_decided_and_how_to_go_on() {
            Program.withoutEnvironment().run("brand-kit", "--durable", directory.toString(), "--approve");
            file.runs("approve", "brand-kit", "approve-hero", "true");

            assertThat(file.runs("show", "brand-kit").out())
                    .containsPattern("status +waiting, decided and not gone on with yet")
                    .containsPattern("Decided:\n  approve-hero: true \\(20\\S+ \\(\\d+ s ago\\)\\)")
                    .contains("to go on: toolflow-examples runs resume brand-kit --store ")
                    .doesNotContain("Waits for an answer");
            assertThat(file.json("show", "brand-kit").at("/decisions/0/answer").asBoolean())
                    .isTrue();
        }

        @Test
        void of_another_program_s_run_says_that_this_one_cannot_go_on_with_it() {
            file.keep(store -> KeptFile.waiting(store, "posters"));
            Program.Ended approved = file.runs("approve", "tea-2", "approve-hero", "{\"choice\":2}");

            assertThat(approved.err())
                    .contains("the program that began it has flow 'posters'")
                    .doesNotContain("runs resume");
            assertThat(file.runs("show", "tea-2").out())
                    .contains("approve-hero: {\"choice\":2}", "the program that began it has flow 'posters'");
        }

        @Test
        void tells_all_of_it_as_json() {
            file.keep(KeptFile::done);

            JsonNode shown = file.json("show", "tea-1");

            assertThat(shown.at("/run/id").asText()).isEqualTo("tea-1");
            assertThat(shown.path("steps").findValuesAsText("id")).containsExactly("palette", "hero");
            assertThat(shown.at("/steps/1/models/0").asText()).isEqualTo("gpt-image-2");
            assertThat(shown.path("costUsd").decimalValue()).isEqualByComparingTo("0.0512");
            assertThat(shown.path("openCalls")).isEmpty();
            assertThat(shown.at("/pictures/0/stepId").asText()).isEqualTo("hero");
        }
    }

    @Nested
    class Export {
        @Test
        void holds_all_that_is_kept_decoded() throws IOException {
            file.keep(KeptFile::done);
            Path out = directory.resolve("out/tea-1.json");

            assertThat(file.runs("export", "tea-1", "--out", out.toString()).exit())
                    .isZero();

            JsonNode document = Program.json(Files.readString(out));
            assertThat(document.at("/input/product").asText()).isEqualTo("tea");
            assertThat(document.at("/run/id").asText()).isEqualTo("tea-1");
            assertThat(document.at("/run/interrupted").asBoolean(true)).isFalse();
            assertThat(document.at("/steps/1/result/status").asText()).isEqualTo("COMPLETED");
            assertThat(document.at("/steps/1/pictures/0/sizeBytes").asInt()).isEqualTo(2048);
            assertThat(document.at("/calls/0/outcome/cost/usd").decimalValue()).isEqualByComparingTo("0.0012");
        }
    }
}
