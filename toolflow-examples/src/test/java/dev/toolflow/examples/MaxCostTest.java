package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --max-cost} does. */
class MaxCostTest {
    private static final String TEAM = """
            [{"name": "Ada", "bio": "Grows roses in Leeds."}, {"name": "Bob", "bio": "Repairs clocks in Bern."},
             {"name": "Cid", "bio": "Bakes bread in Lyon."}]""";

    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path directory;

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Nested
    class A_run {
        @ParameterizedTest
        @ValueSource(strings = {"0.0001", "0.02", "0.05", "0.17", ".25", "1"})
        void never_costs_more_by_the_books_of_the_server(String usd) {
            Program.talkingTo(server).run(directory, "brand-kit", "--max-cost", usd);

            assertThat(Prices.billed(server)).isLessThanOrEqualTo(new BigDecimal(usd));
        }

        @Test
        void that_is_stopped_keeps_what_is_done_says_what_it_cost_and_how_to_go_on() {
            var ended = Program.talkingTo(server).run(directory, "brand-kit", "--max-cost", "0.05");

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(Program.result(directory).path("status").asText()).isEqualTo("OVER_BUDGET");
            assertThat(ended.out())
                    .containsPattern("total +over budget")
                    .containsPattern("budget {4}0\\.00\\d\\d of 0\\.05 US dollars spent, 0\\.04\\d\\d left");
            assertThat(ended.said().get(ended.said().size() - 1))
                    .startsWith("Over budget at hero: not called, since --max-cost has 0.0")
                    .endsWith("; what was done is kept, allow more with --max-cost");
            assertThat(server.requests("generate_image")).isEmpty();
            assertThat(Program.text(directory.resolve("report.html"))).contains("over budget");
        }

        @Test
        void that_has_enough_is_done_and_says_what_is_left() {
            var ended = Program.talkingTo(server).run(directory, "brand-kit", "--max-cost", "1.50");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(ended.out()).contains("of 1.50 US dollars spent, 1.4");
            assertThat(Program.result(directory).at("/cost/usd").decimalValue())
                    .isEqualByComparingTo(Prices.billed(server));
        }

        @Test
        void with_a_model_without_a_price_is_refused_and_the_model_named() {
            var ended = Program.talkingTo(server)
                    .run(directory.resolve("new"), "brand-kit", "--max-cost", "1", "--chat-model", "our-model");

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.said())
                    .singleElement()
                    .asString()
                    .contains("--max-cost: no price is known of our-model")
                    .contains("leave --max-cost out");
            assertThat(server.requests()).isEmpty();
            assertThat(directory.resolve("new")).doesNotExist();
        }

        @Test
        void without_a_limit_names_the_model_whose_calls_are_not_in_the_cost() {
            var ended = Program.talkingTo(server).run(directory, "brand-kit", "--chat-model", "our-model");

            assertThat(ended.exit()).isZero();
            assertThat(ended.out())
                    .containsPattern("total +completed +4 +\\d+\\+\\d+ +0\\.\\d{4}\\+\\? ")
                    .contains("no price  our-model is in no price list: 3 calls of it are not in the cost");
        }
    }

    @Nested
    class A_prompt_that_is_only_shown {
        @Test
        void is_limited_too() {
            var ended = Program.talkingTo(server)
                    .run(
                            "icons",
                            "--name",
                            "Harbour",
                            "--description",
                            "Ships",
                            "--show-prompt",
                            "--max-cost",
                            "0.0001");

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err()).contains("Over budget at write_icon_prompt: not called, since --max-cost has");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Nested
    class A_team {
        @Test
        void stops_in_time_lists_what_is_missing_and_a_later_run_goes_on() {
            var first = avatars("--max-cost", "0.24");
            BigDecimal cost = Prices.billed(server);
            int calls = server.requests().size();

            assertThat(first.exit()).as(first.both()).isEqualTo(1);
            assertThat(first.err()).contains("US dollars that it takes at worst: one persona after the other");
            assertThat(cost).isPositive().isLessThanOrEqualTo(new BigDecimal("0.24"));
            assertThat(first.out())
                    .containsPattern("Ada {2}over budget")
                    .containsPattern("missing {2}(selfie, )?(scenes, )?sheet-1")
                    .contains(
                            "missing   3 of 3 personas: run the command again with the same --out and enough --max-cost")
                    .containsPattern("budget {4}0\\.\\d{4} of 0\\.24 US dollars spent");

            var second = avatars();

            assertThat(second.exit()).as(second.both()).isZero();
            assertThat(server.requests()).hasSize(3 * 3);
            assertThat(calls).isLessThan(9);
            assertThat(directory.resolve("team/cid/avatar-4.png")).exists();
        }

        @Test
        void begins_no_other_persona_once_the_money_of_one_ran_out() {
            var ended = avatars("--max-cost", "0.05", "--personas-at-once", "1");

            assertThat(ended.out()).contains("Bob  not begun", "Cid  not begun");
            assertThat(server.requests()).hasSizeLessThan(2);
        }

        @Test
        void says_in_its_json_what_it_cost_and_what_is_missing() {
            var ended = avatars("--max-cost", "0.05", "--personas-at-once", "1", "--json");
            var document = Program.json(ended.out());

            assertThat(document.path("status").asText()).isEqualTo("OVER_BUDGET");
            assertThat(document.at("/cost/usd").decimalValue()).isEqualByComparingTo(Prices.billed(server));
            assertThat(document.at("/personas/0/error").asText()).startsWith("Over budget at");
            assertThat(document.at("/personas/2/missing"))
                    .extracting(step -> step.asText())
                    .containsExactly("selfie", "scenes", "sheet-1");
        }

        @Test
        void with_a_model_without_a_price_is_refused() {
            var ended = avatars("--max-cost", "5", "--image-model", "our-painter");

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains("no price is known of our-painter");
            assertThat(server.requests()).isEmpty();
        }

        private Program.Ended avatars(String... more) {
            try {
                Path file = Files.writeString(directory.resolve("team.json"), TEAM);
                List<String> args =
                        new ArrayList<>(List.of("avatars", "--input", file.toString(), "--size", "320x320"));
                args.addAll(List.of(more));
                return Program.talkingTo(server).run(directory.resolve("team"), args.toArray(String[]::new));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
