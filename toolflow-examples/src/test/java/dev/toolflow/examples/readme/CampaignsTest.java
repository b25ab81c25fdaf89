package dev.toolflow.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CampaignsTest {
    @Test
    void a_campaign_is_planned_paid_from_a_budget_and_decided_by_a_person() {
        var mock = MockOpenAiToolService.create();
        mock.on(QuickStart.PALETTE).reply(new QuickStart.Palette(List.of("#112233", "#445566", "#778899"), "calm"));
        mock.on(QuickStart.COPY).reply(new QuickStart.Copy("Calm in a cup", "Picked at dawn. ".repeat(9)));
        mock.on(QuickStart.HERO).image(64, 64).image(32, 32);
        mock.on(Campaigns.SHORTER).reply(new QuickStart.Copy("Calm in a cup", "Picked at dawn."));
        List<String> askedFor = new ArrayList<>();

        try (var engine = Campaigns.engine(mock, tenant -> {
            askedFor.add(tenant);
            return "sk-test";
        })) {
            var result = Campaigns.spend(engine, new QuickStart.Brief("Mountain tea", List.of("hikers")));

            assertThat(result.status()).isEqualTo(RunStatus.WAITING);
            assertThat(mock.requests(QuickStart.HERO)).hasSize(2);
            assertThat(mock.requests(Campaigns.SHORTER)).hasSize(1);
            assertThat(askedFor).containsOnly("acme");
        }
    }
}
