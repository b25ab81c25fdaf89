package dev.toolflow.examples.report;

import static dev.toolflow.examples.flow.BrandKitFlow.BRAND_KIT;
import static dev.toolflow.examples.flow.BrandKitFlow.COPY;
import static dev.toolflow.examples.flow.BrandKitFlow.HERO;
import static dev.toolflow.examples.flow.BrandKitFlow.PALETTE;
import static dev.toolflow.examples.report.HostilePalette.GOOD;
import static dev.toolflow.examples.report.HostilePalette.HOSTILE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.flow.BrandKitFlow.BrandKit;
import dev.toolflow.examples.flow.BrandKitFlow.Brief;
import dev.toolflow.examples.flow.BrandKitFlow.Copy;
import dev.toolflow.examples.flow.BrandKitFlow.Palette;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Nested
    class What_a_model_or_a_user_wrote {
        @Test
        void is_text_and_never_markup() {
            mock.on(PALETTE).reply(GOOD);
            mock.on(COPY).reply(new Copy(HOSTILE, HOSTILE, HOSTILE, HOSTILE));
            mock.on(HERO).image(30, 20);

            String html = report(new Brief(HOSTILE, List.of(HOSTILE), HOSTILE, null));

            assertThat(html)
                    .contains("&lt;script&gt;alert(1)")
                    .doesNotContain("<script")
                    .doesNotContain("<img src=x");
            assertThat(html).doesNotContain("alt=\"Hero image of \"'>");
        }

        @Test
        void reaches_no_style_sheet_unless_it_is_a_colour() {
            Palette hostile = new Palette(List.of("red;}body{display:none", "#8FB339", "url(//evil)"), "no");
            mock.on(PALETTE).reply(hostile, hostile, hostile);

            assertThat(report(new Brief("Tea", List.of("hikers"), null, null)))
                    .doesNotContain("display:none")
                    .doesNotContain("evil");
        }
    }

    @Nested
    class Text_that_hides_or_reorders {
        @Test
        void is_made_visible() {
            mock.on(PALETTE).reply(GOOD);
            mock.on(COPY).reply(new Copy("a\u0000b\u001Bc", "d\u0085e\u202Ef", "g\u2028h\uFEFFi\uD800j", "k\r\nl\tm"));
            mock.on(HERO).image(30, 20);

            assertThat(report(new Brief("Tea\u2066", List.of("hikers"), null, null)))
                    .contains("a\uFFFDb\uFFFDc", "d\uFFFDe\uFFFDf", "g\uFFFDh\uFFFDi\uFFFDj", "k\nl\tm", "Tea\uFFFD")
                    .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}&&[^\\n\\t]]");
        }

        @Test
        void is_not_what_joins_an_emoji() {
            String tinker = "\uD83D\uDC69\u200D\uD83D\uDD27";
            mock.on(PALETTE).reply(GOOD);
            mock.on(COPY).reply(new Copy(tinker, "b", "c", "d"));
            mock.on(HERO).image(30, 20);

            assertThat(report(new Brief("Tea", List.of("hikers"), null, null))).contains(tinker);
        }
    }

    @Nested
    class What_the_next_attempt_was_told {
        @Test
        void is_nothing_after_a_picture_that_arrived_broken() {
            mock.on(PALETTE).reply(GOOD);
            mock.on(COPY).reply(new Copy("a", "b", "c", "d"));
            mock.on(HERO).fail(broken()).image(30, 20);

            assertThat(report(new Brief("Tea", List.of("hikers"), null, null)))
                    .contains("Tried again.")
                    .doesNotContain("next attempt’s request");
        }

        @Test
        void is_what_was_wrong_with_a_chat_model_s_answer() {
            mock.on(PALETTE).fail(broken()).reply(GOOD);
            mock.on(COPY).reply(new Copy("a", "b", "c", "d"));
            mock.on(HERO).image(30, 20);

            assertThat(report(new Brief("Tea", List.of("hikers"), null, null)))
                    .containsOnlyOnce("This issue went into the next attempt’s request.");
        }

        private static ToolCallException broken() {
            return new ToolCallException.Malformed("not usable", CallReceipt.none(), null);
        }
    }

    @Nested
    class The_graph {
        @Test
        void has_boxes_that_hold_their_longest_line() {
            mock.on(PALETTE).reply(GOOD);
            mock.on(COPY).reply(new Copy("a", "b", "c", "d"));
            mock.on(HERO).fail(What_the_next_attempt_was_told.broken()).image(30, 20);

            ToolFlowResult<BrandKit> result = engine.run(BRAND_KIT, new Brief("Tea", List.of("hikers"), null, null));
            GraphView graph = GraphView.of(BRAND_KIT, result);

            assertThat(graph.nodes()).anyMatch(node -> node.label().subtitle().equals("image generation · 2 attempts"));
            assertThat(graph.nodes())
                    .allMatch(
                            node -> node.width() >= 28 + node.label().subtitle().length() * 6.9)
                    .allMatch(node -> node.x() + node.width() <= graph.width());
        }
    }

    @Nested
    class Tokens_that_were_not_reported {
        @Test
        void are_no_zeros() {
            mock.on(PALETTE).usage(TokenUsage.unreported()).reply(GOOD);
            mock.on(COPY).usage(TokenUsage.unreported()).reply(new Copy("a", "b", "c", "d"));
            mock.on(HERO).usage(TokenUsage.unreported()).image(30, 20);

            assertThat(report(new Brief("Tea", List.of("hikers"), null, null)))
                    .contains("<dd>unreported</dd>", "<dd>unknown</dd>", "tokens unreported · ")
                    .doesNotContain("0 in + 0 out");
        }

        @Test
        void stand_beside_those_that_were() {
            TokenUsage some = TokenUsage.of(1_200, 30).plus(TokenUsage.unreported());

            assertThat(StepView.tokens(some)).isEqualTo("1,200 in + 30 out + unreported");
        }
    }

    @Nested
    class A_report {
        @Test
        void needs_nothing_from_elsewhere() {
            mock.on(PALETTE).reply(GOOD);
            mock.on(COPY).reply(new Copy("a", "b", "c", "d"));
            mock.on(HERO).image(30, 20);

            assertThat(report(new Brief("Tea", List.of("hikers"), null, null)))
                    .doesNotContainPattern("(src|href)=\"(https?:)?//")
                    .doesNotContain("<script")
                    .doesNotContain("@import")
                    .contains("alt=\"Hero image of Tea\"");
        }

        @Test
        void of_a_failed_run_shows_what_was_made_until_then() {
            mock.on(PALETTE).reply(GOOD);
            mock.on(COPY).fail(new ToolCallException.Rejected("the copy was refused"));
            mock.on(HERO).image(30, 20);

            assertThat(report(new Brief("Tea", List.of("hikers"), null, null)))
                    .contains("#C8553D")
                    .contains("the copy was refused")
                    .contains("pill failed");
        }

        @Test
        void draws_every_step_once() {
            mock.on(PALETTE).fail(new ToolCallException.Rejected("no"));

            assertThat(report(new Brief("Tea", List.of("hikers"), null, null)))
                    .contains("class=\"node failed\"")
                    .containsOnlyOnce("<title>hero: image generation, skipped</title>");
        }
    }

    private String report(Brief brief) {
        ToolFlowResult<BrandKit> result = engine.run(BRAND_KIT, brief);
        return Report.of(BRAND_KIT, result)
                .server("a mock", true)
                .failure(Optional.empty())
                .output(BrandKitView.of(brief, result, Pictures.of(result)))
                .html();
    }
}
