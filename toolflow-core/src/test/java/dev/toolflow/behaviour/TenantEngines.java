package dev.toolflow.behaviour;

import dev.toolflow.EngineBuilder;
import dev.toolflow.RunOptions;
import dev.toolflow.TenantSettings;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.function.UnaryOperator;

/** Engines that know the tenant acme. */
final class TenantEngines {
    static final RunOptions ACME = RunOptions.defaults().tenant("acme");

    final MockOpenAiToolService mock = MockOpenAiToolService.create();

    ToolFlowEngine engine(UnaryOperator<EngineBuilder> settings) {
        return settings.apply(ToolFlowEngine.builder(mock)).build();
    }

    ToolFlowEngine acme(TenantSettings settings) {
        return engine(builder -> builder.tenant("acme", settings));
    }
}
