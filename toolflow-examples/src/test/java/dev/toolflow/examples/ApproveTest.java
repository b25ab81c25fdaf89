package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code brand-kit --approve} does. */
class ApproveTest {
    private static final String QUESTION = "Buy the hero image for this palette and copy? [y/n] ";

    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path out;

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    private Program.Ended answering(String answers, String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "brand-kit";
        args[1] = "--approve";
        System.arraycopy(more, 0, args, 2, more.length);
        return Program.talkingTo(server).answering(answers).run(out, args);
    }

    @Nested
    class Yes {
        @Test
        void buys_the_image_after_palette_and_copy_were_shown() {
            var ended = answering("y\n");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(ended.err()).contains("… approve-hero", "waits for an answer", QUESTION);
            assertThat(ended.err()).containsPattern("✓ approve-hero +is answered");
            assertThat(ended.out().lines().toList())
                    .filteredOn(line -> line.startsWith("  palette   #"))
                    .as("before the question, and at the end")
                    .hasSize(2);
            assertThat(server.requests()).hasSize(4);
            assertThat(out.resolve("hero.png")).exists();
            assertThat(Program.result(out).path("status").asText()).isEqualTo("COMPLETED");
        }

        @Test
        void may_be_written_out_and_is_waited_for() {
            var ended = answering("maybe\n\n YES \n");

            assertThat(ended.exit()).isZero();
            assertThat(ended.err().split("\\[y/n]")).hasSize(4);
        }

        @Test
        void does_not_buy_palette_and_copy_again() {
            answering("y\n");

            assertThat(server.requests("generate_palette")).hasSize(2);
            assertThat(server.requests("write_copy")).hasSize(1);
        }

        @Test
        void leaves_standard_output_to_json_where_that_is_asked_for() {
            var ended = answering("y\n", "--json");

            assertThat(Program.json(ended.out())).isEqualTo(Program.result(out));
            assertThat(ended.err()).contains("  palette   #");
        }

        @Test
        void does_not_lift_the_limit_of_money() {
            var ended = answering("y\n", "--max-cost", "0.05");

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err()).contains("Over budget at hero");
            assertThat(server.requests("generate_image")).isEmpty();
        }
    }

    @Nested
    class No {
        @Test
        void buys_nothing_keeps_palette_and_copy_and_is_told_to_the_shell() {
            var ended = answering("n\n");

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err()).contains("Declined: no image was bought, palette and copy are kept");
            assertThat(server.requests("generate_image")).isEmpty();
            assertThat(Program.result(out).at("/output/copy/headline").asText()).isNotEmpty();
            assertThat(Program.result(out).at("/output/hero").isValueNode()).isTrue();
            assertThat(out.resolve("hero.png")).doesNotExist();
            assertThat(Program.text(out.resolve("report.html"))).contains("approve-hero");
        }
    }

    @Nested
    class Nobody_there {
        @Test
        void the_run_waits_says_for_what_and_how_to_go_on() {
            var ended = Program.talkingTo(server).run(out, "brand-kit", "--approve");

            assertThat(ended.exit()).isEqualTo(3);
            assertThat(ended.err())
                    .doesNotContain("[y/n]")
                    .contains("Waiting for your yes to the hero image, which is not bought yet")
                    .contains("on a terminal to be asked, or without --approve");
            waits();
        }

        @Test
        void an_input_that_ends_is_no_answer() {
            assertThat(answering("").exit()).isEqualTo(3);
            waits();
        }

        @Test
        void a_process_without_a_terminal_ends_with_3() throws Exception {
            Process process = Program.talkingTo(server).start(out, "brand-kit", "--approve");
            process.getOutputStream().write("y\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(3);
            waits();
        }

        private void waits() {
            assertThat(server.requests("generate_image")).isEmpty();
            assertThat(Program.result(out).path("status").asText()).isEqualTo("WAITING");
            assertThat(Program.result(out).at("/waiting/0/id").asText()).isEqualTo("approve-hero");
            assertThat(Program.result(out).at("/waiting/0/about/palette/colors"))
                    .hasSize(5);
        }
    }

    @Test
    void without_the_option_nobody_is_asked() {
        var ended = Program.talkingTo(server).answering("n\n").run(out, "brand-kit");

        assertThat(ended.exit()).isZero();
        assertThat(ended.err()).doesNotContain("[y/n]");
    }
}
