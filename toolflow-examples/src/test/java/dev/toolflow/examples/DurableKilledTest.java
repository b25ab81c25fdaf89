package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.testkit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code brand-kit --durable} whose process ends, or is still there, and the same command again. */
class DurableKilledTest {
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
    class Killed {
        @Test
        void while_the_picture_is_drawn_only_that_is_asked_for_again() throws Exception {
            kit.server().on("generate_image").reply(Fault.stalled());
            Process process = kit.startAndAwait(3);
            awaitCopy();
            kill(process);

            Program.Ended again = kit.brandKit();

            kit.isDone(again);
            assertThat(again.err())
                    .containsPattern(
                            "Run brand-kit found in \\S+: 2 of 3 steps accepted, 1 call was in flight and may be"
                                    + " paid again; going on");
            assertThat(kit.server().requests("generate_palette")).hasSize(1);
            assertThat(kit.server().requests("write_copy")).hasSize(1);
            assertThat(kit.server().requests("generate_image")).hasSize(2);
        }

        @Test
        void while_the_palette_is_chosen_that_is_asked_for_again() throws Exception {
            kit.server().on("generate_palette").reply(Fault.stalled());
            Process process = kit.startAndAwait(1);
            kill(process);

            Program.Ended again = kit.brandKit();

            kit.isDone(again);
            assertThat(again.err()).contains("0 of 3 steps accepted, 1 call was in flight");
            assertThat(kit.server().requests()).hasSize(4);
        }

        @Test
        void it_is_shown_as_interrupted_and_runs_resume_goes_on_with_it() throws Exception {
            kit.server().on("generate_image").reply(Fault.stalled());
            Process process = kit.startAndAwait(3);
            awaitCopy();
            kill(process);

            assertThat(kit.runs("list").out()).containsPattern("brand-kit +brand-kit +interrupted");
            assertThat(Program.json(kit.runs("export", "brand-kit").out())
                            .at("/run/interrupted")
                            .asBoolean())
                    .isTrue();
            assertThat(kit.runs("show", "brand-kit").out())
                    .containsPattern("owner +process " + process.pid() + " on \\S+, which has ended")
                    .contains("Calls whose outcome is not known; they may have been paid:");

            kit.isDone(kit.runs("resume", "brand-kit"));
            assertThat(kit.server().requests("write_copy")).hasSize(1);
        }

        /** The copy is written beside the picture, and may come later than the request for that. */
        private void awaitCopy() {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> kit.runs("show", "brand-kit").out().matches("(?s).*write_copy +completed.*"));
        }

        private void kill(Process process) throws InterruptedException {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Nested
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
    class Told_to_end {
        @Test
        void it_leaves_the_run_to_the_same_command() throws Exception {
            kit.server().on("generate_palette").reply(Fault.stalled());
            Process process = kit.startAndAwait(1);

            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            Program.Ended again = kit.brandKit();

            kit.isDone(again);
            assertThat(again.err()).contains("0 of 3 steps accepted");
        }
    }

    @Nested
    class Under_way_elsewhere {
        @Test
        void the_same_command_says_so_and_calls_nothing() throws Exception {
            kit.server().on("generate_palette").reply(Fault.stalled());
            Process process = kit.startAndAwait(1);

            Program.Ended other = kit.brandKit();

            assertThat(other.exit()).isEqualTo(4);
            assertThat(other.err()).contains(String.valueOf(process.pid()));
            assertThat(kit.server().requests()).hasSize(1);
            process.destroyForcibly();
        }

        @Test
        void runs_cancel_ends_it() throws Exception {
            kit.server().on("generate_palette").reply(Fault.stalled());
            Process process = kit.startAndAwait(1);

            assertThat(kit.runs("cancel", "brand-kit").err()).contains("is to be cancelled");

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(kit.runs("list").out()).containsPattern("brand-kit +brand-kit +cancelled");
        }
    }
}
