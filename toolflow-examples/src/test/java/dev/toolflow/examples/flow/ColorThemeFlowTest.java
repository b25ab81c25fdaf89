package dev.toolflow.examples.flow;

import static dev.toolflow.examples.flow.ColorThemeFlow.COLOR_THEME;
import static dev.toolflow.examples.flow.ColorThemeFlow.SCALES;
import static dev.toolflow.examples.flow.ColorThemeFlow.SEEDS;
import static dev.toolflow.examples.flow.ColorThemeFlow.SYSTEM;
import static dev.toolflow.examples.flow.ColorThemeFlow.USAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.examples.flow.ColorTheme.Accent;
import dev.toolflow.examples.flow.ColorTheme.ColorSystem;
import dev.toolflow.examples.flow.ColorTheme.Interactive;
import dev.toolflow.examples.flow.ColorTheme.Seed;
import dev.toolflow.examples.flow.ColorTheme.Seeds;
import dev.toolflow.examples.flow.ColorTheme.Surface;
import dev.toolflow.examples.flow.ColorTheme.Text;
import dev.toolflow.examples.flow.ColorTheme.Usages;
import dev.toolflow.examples.flow.ColorThemeFlow.ThemeBrief;
import dev.toolflow.examples.flow.ColorThemeFlow.UsageRequest;
import dev.toolflow.schema.JsonType;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ColorThemeFlowTest {
    private static final ThemeBrief BRIEF = new ThemeBrief("Ledger", "calm", List.of("freelancers"));
    private static final Seeds THREE = new Seeds(
            List.of(new Seed("Ink", "#1E3A5F"), new Seed("Moss", "#5B7F3A"), new Seed("Clay", "#C9663F")),
            "triad",
            "calm");
    private static final ColorSystem FAMILIES = new ColorSystem(
            new Accent("#1E3A5F", "#142843", "#C7D5E8"),
            new Accent("#47642C", "#31471E", "#D5E3C5"),
            new Surface("#FAF9F6", "#FFFFFF", "#D8D5CC"),
            new Text("#1B1F24", "#4A5058", "#FFFFFF"),
            new Interactive("#1F5FA8", "#174A85", "#C9663F"),
            "calm");

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Test
    void there_are_thirty_usages() {
        assertThat(UsageColour.all(usages("#FFFFFF", "#111111"))).hasSize(30);
    }

    @Test
    void the_architect_is_given_the_computed_tints() {
        mock.on(SEEDS).reply(THREE);
        mock.on(SYSTEM).reply(FAMILIES);
        mock.on(USAGES).reply(usages("#FFFFFF", "#111111"));

        var result = engine.run(COLOR_THEME, BRIEF);

        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        var asked = (UsageRequest) mock.requests(USAGES).get(0).input().value();
        assertThat(asked.scales()).isEqualTo(result.step(SCALES).output().orElseThrow());
        assertThat(asked.scales().primary()).hasSize(10);
    }

    @Nested
    class Usages_of_little_contrast {
        @Test
        void are_accepted_with_issues() {
            mock.on(SEEDS).reply(THREE);
            mock.on(SYSTEM).reply(FAMILIES);
            mock.on(USAGES).reply(usages("#FFFFFF", "#BBBBBB"));

            var issues = engine.run(COLOR_THEME, BRIEF).step(USAGES).issues();

            assertThat(issues).extracting(Issue::severity).containsOnly(IssueSeverity.HIGH, IssueSeverity.MEDIUM);
            assertThat(issues)
                    .extracting(Issue::message)
                    .contains("contrast with page.background is 1.9:1, below 4.5:1");
            assertThat(issues).extracting(Issue::message).contains("only 2 distinct colours for 30 usages");
        }

        @Test
        void fail_the_run_where_taste_insists_and_nothing_gets_better() {
            mock.on(SEEDS).reply(THREE);
            mock.on(SYSTEM).reply(FAMILIES);
            mock.on(USAGES).answer(request -> usages("#FFFFFF", "#BBBBBB"));

            var result = engine.run(ColorThemeFlow.define(Taste.INSISTS), BRIEF);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.step(USAGES).attempts()).hasSize(4);
        }
    }

    @Nested
    class Seeds_of_which_two_are_equal {
        @Test
        void are_sent_back() {
            Seeds twice = new Seeds(
                    List.of(new Seed("A", "#1E3A5F"), new Seed("B", "#5B7F3A"), new Seed("C", "#1E3A5F")),
                    "none",
                    "calm");
            mock.on(SEEDS).reply(twice, THREE);
            mock.on(SYSTEM).reply(FAMILIES);
            mock.on(USAGES).reply(usages("#FFFFFF", "#111111"));

            assertThat(engine.run(COLOR_THEME, BRIEF).step(SEEDS).attempts()).hasSize(2);
            assertThat(mock.requests(SEEDS).get(1).input().feedback().get(0).issues())
                    .extracting(Issue::path)
                    .containsExactly("seeds[2].hex");
        }
    }

    /** Everything that something stands on in one colour, everything that stands on it in the other; inverse text likewise. */
    private static Usages usages(String ground, String ink) {
        return JsonType.plain(Usages.class)
                .read("""
                        {"page": {"background": "G", "card": "G", "panel": "G", "border": "I", "divider": "I"},
                         "text": {"heading": "I", "body": "I", "muted": "I", "caption": "I", "inverse": "G", "link": "I"},
                         "button": {"primary": "I", "primaryHover": "I", "primaryActive": "I", "primaryDisabled": "I",
                                    "secondary": "I", "secondaryHover": "I"},
                         "form": {"input": "G", "border": "I", "placeholder": "I", "focus": "I", "error": "I"},
                         "navigation": {"background": "G", "text": "I", "highlight": "I"},
                         "feedback": {"success": "I", "warning": "I", "error": "I", "info": "I", "highlight": "I"}}""".replace("\"G\"", '"' + ground + '"').replace("\"I\"", '"' + ink + '"'));
    }
}
