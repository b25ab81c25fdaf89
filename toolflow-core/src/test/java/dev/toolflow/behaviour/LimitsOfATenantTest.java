package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.TenantSettings;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Credentials;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LimitsOfATenantTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingSleeper sleeper = new RecordingSleeper();
    private final AtomicInteger keys = new AtomicInteger();

    private ToolFlowEngine engine(RateLimits engines) {
        mock.on(WRITE).answer(request -> CALM);
        return ToolFlowEngine.builder(mock)
                .clock(new MutableClock())
                .sleeper(sleeper)
                .limits(engines)
                .credentials(run -> Credentials.of("key-" + keys.incrementAndGet()))
                .tenant("acme", TenantSettings.none().limits(RateLimits.none().requestsPerMinute(2)))
                .build();
    }

    private void run(ToolFlowEngine engine, String tenant) {
        assertThat(engine.run(
                                flowOf(ToolCallStep.of(WRITE)),
                                TEA,
                                RunOptions.defaults().tenant(tenant))
                        .status())
                .isEqualTo(RunStatus.COMPLETED);
    }

    @Nested
    class A_tenants_own_limits {
        @Test
        void hold_over_all_its_runs_whatever_their_keys_and_for_no_other_tenant() {
            try (var engine = engine(RateLimits.none())) {
                run(engine, "acme");
                run(engine, "acme");
                for (int i = 0; i < 5; i++) {
                    run(engine, "other");
                }
                assertThat(sleeper.pauses()).isEmpty();

                run(engine, "acme");
                assertThat(sleeper.pauses()).hasSize(1);
            }
        }

        @Test
        void hold_beside_the_engines_which_are_each_keys_own() {
            try (var engine = engine(RateLimits.none().requestsPerMinute(1))) {
                run(engine, "acme");
                run(engine, "acme");
                assertThat(sleeper.pauses()).isEmpty();

                run(engine, "acme");
                assertThat(sleeper.pauses()).hasSize(1);
            }
        }
    }
}
