package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code runs list} says of a store. */
class RunsListTest {
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
}
