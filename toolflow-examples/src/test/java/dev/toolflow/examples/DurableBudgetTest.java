package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.Fault;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code brand-kit --durable --max-cost}: the limit is one of the run's whole life. */
class DurableBudgetTest {
    /** Enough for palette and copy, and not for the picture. */
    private static final String TOO_LITTLE = "0.05";

    /** Enough for all calls, each made once, by what is held back for them; not for a second picture. */
    private static final String ENOUGH = "0.30";

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
    class Over_budget {
        @BeforeEach
        void runOutOfMoney() {
            Program.Ended ended = kit.brandKit("--max-cost", TOO_LITTLE);

            assertThat(ended.exit()).as(ended.both()).isEqualTo(1);
            assertThat(ended.err()).contains("Over budget at hero: not called, since --max-cost has 0.0");
            onlyWhatWasPaidFor();
        }

        /**
         * The palette once, and the copy at most once: it runs beside the picture, which ends the run, be it in the first
         * process or in the next.
         */
        private void onlyWhatWasPaidFor() {
            assertThat(kit.server().requests("generate_palette")).hasSize(1);
            assertThat(kit.server().requests("write_copy")).hasSizeLessThan(2);
            assertThat(kit.server().requests("generate_image")).isEmpty();
            assertThat(Prices.billed(kit.server())).isLessThanOrEqualTo(new BigDecimal(TOO_LITTLE));
        }

        @Test
        void the_same_command_has_no_more_to_spend() {
            Program.Ended again = kit.brandKit("--max-cost", TOO_LITTLE);

            assertThat(again.exit()).as(again.both()).isEqualTo(1);
            assertThat(again.err())
                    .containsPattern("it ended as over budget, [12] of 3 steps accepted")
                    .contains("Over budget at hero");
            onlyWhatWasPaidFor();
        }

        @Test
        void without_the_option_the_limit_holds_that_it_was_begun_with() {
            assertThat(kit.runs("resume", "brand-kit").err())
                    .contains("Over budget at hero: not called, since --max-cost");
            onlyWhatWasPaidFor();
        }

        @Test
        void a_larger_limit_lets_it_go_on_and_counts_what_was_spent_before() {
            Program.Ended again = kit.brandKit("--max-cost", ENOUGH);

            kit.isDone(again);
            assertThat(kit.server().requests()).hasSize(3);
            assertThat(Prices.billed(kit.server())).isLessThanOrEqualTo(new BigDecimal(ENOUGH));
        }

        @Test
        void runs_resume_takes_a_larger_limit_too() {
            kit.isDone(kit.runs("resume", "brand-kit", "--max-cost", ENOUGH));
        }

        @Test
        void a_limit_below_what_was_spent_is_refused_with_the_sum() {
            Program.Ended again = kit.brandKit("--max-cost", "0.00001");

            assertThat(again.exit()).isEqualTo(2);
            assertThat(again.err())
                    .containsPattern("--max-cost: run brand-kit in \\S+ has taken 0\\.00\\d+ US dollars");
            onlyWhatWasPaidFor();
        }
    }

    @Nested
    class Killed_while_the_picture_is_drawn {
        @BeforeEach
        void kill() throws Exception {
            kit.server().on("generate_image").reply(Fault.stalled());
            Process process = kit.startAndAwait(3, "--max-cost", ENOUGH);
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }

        @Test
        void the_call_of_which_nobody_knows_counts_against_the_limit() {
            Program.Ended again = kit.brandKit("--max-cost", ENOUGH);

            assertThat(again.exit()).as(again.both()).isEqualTo(1);
            assertThat(again.err()).contains("Over budget at hero: not called, since --max-cost has 0.");
            assertThat(kit.server().requests("generate_image")).hasSize(1);
        }

        @Test
        void a_larger_limit_pays_for_another_picture_at_once() {
            kit.isDone(kit.brandKit("--max-cost", "2"));

            assertThat(kit.server().requests("generate_image")).hasSize(2);
        }
    }
}
