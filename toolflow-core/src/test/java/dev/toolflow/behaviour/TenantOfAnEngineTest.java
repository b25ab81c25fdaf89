package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.TenantEngines.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RejectedRunException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.TenantSettings;
import dev.toolflow.UnknownTenants;
import dev.toolflow.step.StepException;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TenantOfAnEngineTest {
    private final TenantEngines tenants = new TenantEngines();
    private final MockOpenAiToolService mock = tenants.mock;

    private final Map<String, TenantSettings> many = Map.of("acme", TenantSettings.none());

    @Test
    void may_be_told_of_by_a_function_when_its_run_starts() {
        try (var engine = tenants.engine(
                builder -> builder.tenants(Map.of("acme", TenantSettings.none().allowModels("gpt-4o"))::get))) {
            assertThatThrownBy(() -> engine.run(ONE_LINE, TEA, ACME)).isInstanceOf(StepException.NotAllowed.class);
        }
    }

    @Test
    void that_nobody_told_of_is_run_without_special_settings() {
        mock.on(WRITE).reply(CALM);
        try (var engine = tenants.engine(builder -> builder.tenants(many::get))) {
            assertThat(engine.run(ONE_LINE, TEA, RunOptions.defaults().tenant("new"))
                            .status())
                    .isEqualTo(RunStatus.COMPLETED);
        }
    }

    @Test
    void that_nobody_told_of_may_be_refused_and_so_is_a_run_of_nobody() {
        mock.on(WRITE).reply(CALM);
        try (var engine = tenants.engine(builder -> builder.tenants(many::get).unknownTenants(UnknownTenants.REFUSE))) {
            assertThatThrownBy(() ->
                            engine.run(ONE_LINE, TEA, RunOptions.defaults().tenant("new\n")))
                    .isInstanceOf(RejectedRunException.class)
                    .hasMessageContainingAll("tenant 'new\\u000a'", "EngineBuilder.tenant", "nothing was called");
            assertThatThrownBy(() -> engine.run(ONE_LINE, TEA))
                    .isInstanceOf(RejectedRunException.class)
                    .hasMessageContainingAll("no tenant", "RunOptions.tenant");
            assertThat(engine.run(ONE_LINE, TEA, ACME).status()).isEqualTo(RunStatus.COMPLETED);
        }
    }

    @Test
    void whose_settings_cannot_be_had_is_refused_with_the_cause() {
        try (var engine = tenants.engine(builder -> builder.tenants(name -> {
            throw new IllegalStateException("no connection");
        }))) {
            assertThatThrownBy(() -> engine.run(ONE_LINE, TEA, ACME))
                    .isInstanceOf(RejectedRunException.class)
                    .hasMessageContaining("'acme'")
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }
}
