package dev.toolflow.flows;

import static dev.toolflow.flows.BrandKitFlow.BRAND_KIT;
import static dev.toolflow.flows.BrandKitFlow.COPY;
import static dev.toolflow.flows.BrandKitFlow.DISTINCT;
import static dev.toolflow.flows.BrandKitFlow.HERO;
import static dev.toolflow.flows.BrandKitFlow.PALETTE;
import static dev.toolflow.flows.BrandKitFlow.REPEATING;
import static dev.toolflow.flows.BrandKitFlow.TEA;
import static dev.toolflow.flows.BrandKitFlow.WORDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.InvalidInputException;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.flows.BrandKitFlow.BrandKit;
import dev.toolflow.flows.BrandKitFlow.Brief;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BrandKitTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Nested
    class When_every_reply_is_good {
        @Test
        void the_kit_has_the_palette_the_copy_and_the_picture() throws Exception {
            mock.on(PALETTE).reply(DISTINCT);
            mock.on(COPY).reply(WORDS);
            mock.on(HERO).image(64, 32);

            var result = engine.run(BRAND_KIT, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            BrandKit kit = result.output();
            assertThat(kit.palette()).isEqualTo(DISTINCT);
            assertThat(kit.copy()).isEqualTo(WORDS);
            assertThat(kit.hero().width()).isEqualTo(64);
            assertThat(kit.hero().height()).isEqualTo(32);
            try (InputStream picture = engine.images().open(kit.hero())) {
                assertThat(picture.readAllBytes()).hasSize((int) kit.hero().sizeBytes());
            }
        }

        @Test
        void the_steps_stand_in_the_order_of_the_definition() {
            mock.on(PALETTE).reply(DISTINCT);
            mock.on(COPY).reply(WORDS);
            mock.on(HERO).image(8, 8);

            assertThat(engine.run(BRAND_KIT, TEA).steps())
                    .extracting(step -> step.id())
                    .containsExactly("generate_palette", "write_copy", "generate_image");
        }
    }

    @Nested
    class When_the_first_palette_repeats_a_colour {
        @Test
        void the_palette_is_asked_for_again_with_the_issue_as_feedback() {
            mock.on(PALETTE).reply(REPEATING, DISTINCT);
            mock.on(COPY).reply(WORDS);
            mock.on(HERO).image(8, 8);

            var result = engine.run(BRAND_KIT, TEA);

            assertThat(result.output().palette()).isEqualTo(DISTINCT);
            assertThat(result.step(PALETTE).attempts()).hasSize(2);
            assertThat(mock.requests(PALETTE).get(1).input().feedback().get(0).issues())
                    .extracting(issue -> issue.message())
                    .containsExactly("two colours are equal");
        }

        @Test
        void the_tokens_of_the_failed_attempt_still_count() {
            mock.on(PALETTE).usage(TokenUsage.of(300, 40)).reply(REPEATING, DISTINCT);
            mock.on(COPY).usage(TokenUsage.of(10, 5)).reply(WORDS);
            mock.on(HERO).usage(TokenUsage.of(1, 2)).image(8, 8);

            assertThat(engine.run(BRAND_KIT, TEA).usage()).isEqualTo(TokenUsage.of(611, 87));
        }
    }

    @Test
    void a_brief_with_a_blank_product_is_refused_before_any_call() {
        assertThatThrownBy(() -> engine.run(BRAND_KIT, new Brief(" ", List.of("hikers"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("product: must not be blank");
        assertThat(mock.requests()).isEmpty();
    }
}
