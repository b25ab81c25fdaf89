package dev.toolflow.examples.readme;

import static dev.toolflow.examples.readme.QuickStart.BRAND_KIT;
import static dev.toolflow.examples.readme.QuickStart.COPY;
import static dev.toolflow.examples.readme.QuickStart.HERO;
import static dev.toolflow.examples.readme.QuickStart.PALETTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.examples.readme.QuickStart.Brief;
import dev.toolflow.examples.readme.QuickStart.Copy;
import dev.toolflow.examples.readme.QuickStart.Palette;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.List;
import org.junit.jupiter.api.Test;

// readme:begin test
class BrandKitFlowTest {
    @Test
    void a_palette_with_equal_colours_is_asked_for_again() {
        var mock = MockOpenAiToolService.create();
        mock.on(PALETTE)
                .reply(new Palette(List.of("#112233", "#112233", "#778899"), "calm"))
                .reply(new Palette(List.of("#112233", "#445566", "#778899"), "calm"));
        mock.on(COPY).reply(new Copy("Calm in a cup", "Picked at dawn."));
        mock.on(HERO).image(64, 64); // a real, tiny PNG

        try (var engine = ToolFlowEngine.create(mock)) {
            var result = engine.run(BRAND_KIT, new Brief("Mountain tea", List.of("hikers")));

            assertThat(result.output().palette().colors()).doesNotHaveDuplicates();
            assertThat(result.step(PALETTE).attempts()).hasSize(2);
            assertThat(mock.requests(PALETTE).get(1).input().feedback()).hasSize(1);
        }
    }
}
// readme:end test
