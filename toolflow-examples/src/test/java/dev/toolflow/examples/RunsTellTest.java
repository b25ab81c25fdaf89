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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code runs show} and {@code runs export} say of a store. */
class RunsTellTest {
    @TempDir
    private Path directory;

    private KeptFile file;

    @BeforeEach
    void nameTheFile() {
        file = new KeptFile(directory);
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
