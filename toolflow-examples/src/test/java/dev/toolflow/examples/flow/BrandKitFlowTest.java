package dev.toolflow.examples.flow;

import static dev.toolflow.examples.flow.BrandKitFlow.BRAND_KIT;
import static dev.toolflow.examples.flow.BrandKitFlow.COPY;
import static dev.toolflow.examples.flow.BrandKitFlow.HERO;
import static dev.toolflow.examples.flow.BrandKitFlow.PALETTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.examples.flow.BrandKitFlow.Brief;
import dev.toolflow.examples.flow.BrandKitFlow.Copy;
import dev.toolflow.examples.flow.BrandKitFlow.CopyRequest;
import dev.toolflow.examples.flow.BrandKitFlow.Palette;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BrandKitFlowTest {
    private static final Brief TEA = new Brief("Mountain tea", List.of("hikers"), "dry", null);
    private static final Palette GOOD = new Palette(List.of("#1F3A2E", "#8FB339", "#C8553D", "#F4F1E6"), "calm");
    private static final Palette TWICE = new Palette(List.of("#1F3A2E", "#8FB339", "#1F3A2E"), "calm");
    private static final Palette PALE = new Palette(List.of("#F0E0D0", "#E0F0D0", "#D0E0F0"), "soft");
    private static final Copy WORDS =
            new Copy("Calm in a cup", "Tea for early hours.", "Picked at dawn.", "Brew a pot");

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Test
    void copy_and_picture_are_made_for_the_palette() {
        mock.on(PALETTE).reply(GOOD);
        mock.on(COPY).reply(WORDS);
        mock.on(HERO).image(30, 20);

        var result = engine.run(BRAND_KIT, TEA);

        assertThat(result.output().copy()).isEqualTo(WORDS);
        assertThat(((CopyRequest) mock.requests(COPY).get(0).input().value()).colors())
                .isEqualTo(GOOD.colors());
        var picture = (ImageGenerationInput) mock.requests(HERO).get(0).input().value();
        assertThat(picture.prompt()).contains("Mountain tea", "hikers", "#1F3A2E, #8FB339, #C8553D, #F4F1E6");
        assertThat(picture.parameters().get("size").asText()).isEqualTo(BrandKitFlow.HERO_SIZE);
    }

    @Nested
    class A_palette_with_a_colour_twice {
        @Test
        void is_sent_back_with_the_place_of_the_second() {
            mock.on(PALETTE).reply(TWICE, GOOD);
            mock.on(COPY).reply(WORDS);
            mock.on(HERO).image(8, 8);

            assertThat(engine.run(BRAND_KIT, TEA).status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests(PALETTE).get(1).input().feedback().get(0).issues())
                    .extracting(Issue::path)
                    .contains("colors[2]");
        }
    }

    @Nested
    class A_palette_in_which_nothing_can_be_read {
        @Test
        void is_accepted_with_an_issue() {
            mock.on(PALETTE).reply(PALE);
            mock.on(COPY).reply(WORDS);
            mock.on(HERO).image(8, 8);

            var result = engine.run(BRAND_KIT, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.step(PALETTE).issues()).anySatisfy(issue -> {
                assertThat(issue.severity()).isEqualTo(IssueSeverity.HIGH);
                assertThat(issue.source()).isEqualTo("WCAG contrast");
            });
        }

        @Test
        void is_sent_back_where_taste_insists() {
            mock.on(PALETTE).reply(PALE, GOOD);
            mock.on(COPY).reply(WORDS);
            mock.on(HERO).image(8, 8);

            var result = engine.run(BrandKitFlow.define(Taste.INSISTS, BrandKitFlow.Wish.standard()), TEA);

            assertThat(result.output().palette()).isEqualTo(GOOD);
            assertThat(result.step(PALETTE).attempts()).hasSize(2);
        }
    }

    @Nested
    class Copy_with_a_long_headline {
        @Test
        void is_accepted_with_an_issue() {
            Copy wordy = new Copy("word ".repeat(20), "Tea.", "Picked at dawn!", "Brew");
            mock.on(PALETTE).reply(GOOD);
            mock.on(COPY).reply(wordy);
            mock.on(HERO).image(8, 8);

            assertThat(engine.run(BRAND_KIT, TEA).step(COPY).issues())
                    .extracting(Issue::severity)
                    .containsExactly(IssueSeverity.HIGH, IssueSeverity.LOW);
        }
    }
}
