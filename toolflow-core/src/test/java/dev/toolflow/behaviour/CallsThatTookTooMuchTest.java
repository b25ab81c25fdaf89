package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.TenantSettings;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.Budget;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallsThatTookTooMuchTest {
    private static final StepDefinition<Topic, Line> AFTER = writing("after");
    private static final RunOptions NINE = RunOptions.defaults().budget(Budget.usd("9"));
    private static final ToolFlow<Topic, Line> ASKING = ToolFlow.define("asking", Topic.class, (flow, topic) -> {
        var ok = flow.approve("ok", flow.step(Spender.line(), topic), Topic.class);
        return flow.step(ToolCallStep.of(AFTER).maxTokens(1_000), ok);
    });
    private static final ToolFlow<Topic, Line> STRAIGHT = ToolFlow.define("straight", Topic.class, (flow, topic) -> {
        var line = flow.step(Spender.line(), topic);
        return flow.step(ToolCallStep.of(AFTER).maxTokens(1_000), line.map(l -> new Topic(l.text())));
    });

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = Spender.engine(mock).build();

    @BeforeEach
    void a_line_takes_more_than_it_may() {
        mock.on(WRITE).usage(TokenUsage.of(2_001, 0)).reply(CALM);
        mock.on(AFTER).answer(request -> CALM);
    }

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Nested
    class Count_in_full_against_the_budgets_of_tenant_and_engine {
        @Test
        void so_that_other_runs_are_refused_where_too_little_is_left() {
            try (ToolFlowEngine cents =
                    Spender.engine(mock).budget(Budget.usd("0.02")).build()) {
                assertRefusedAfterATooDearOne(cents, NINE);
            }
            try (ToolFlowEngine cents = Spender.engine(mock)
                    .tenant("acme", TenantSettings.none().budget(Budget.usd("0.02")))
                    .build()) {
                assertRefusedAfterATooDearOne(cents, NINE.tenant("acme"));
            }
        }

        private void assertRefusedAfterATooDearOne(ToolFlowEngine cents, RunOptions options) {
            mock.on(WRITE).usage(TokenUsage.of(2_001, 0)).reply(CALM);
            cents.run(STRAIGHT, TEA, options);
            int before = mock.requests().size();

            assertThat(cents.run(STRAIGHT, TEA, options).error())
                    .get()
                    .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                    .hasMessageContaining("has 0.009995 of 0.02 US dollars left");
            assertThat(mock.requests()).hasSize(before);
        }

        @Test
        void and_other_runs_go_on_where_there_is_enough_left() {
            try (ToolFlowEngine dollars =
                    Spender.engine(mock).budget(Budget.usd("9")).build()) {
                assertThat(dollars.run(STRAIGHT, TEA).status()).isEqualTo(RunStatus.OVER_BUDGET);
                mock.on(WRITE).usage(Spender.A_MILL).reply(CALM);

                assertThat(dollars.run(STRAIGHT, TEA).status()).isEqualTo(RunStatus.COMPLETED);
            }
        }
    }

    @Nested
    class Stop_all_further_calls_of_the_run {
        @Test
        void also_after_a_decision() {
            var waiting = engine.run(ASKING, TEA, NINE);
            assertThat(waiting.status()).isEqualTo(RunStatus.WAITING);

            var result = engine.decide(waiting.runId(), "ok", TEA).result().join();

            assertThat(result.status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(mock.requests(AFTER)).isEmpty();
        }

        @Test
        void also_when_it_is_resumed_until_that_is_with_a_budget_of_its_own() {
            var stopped = engine.run(STRAIGHT, TEA, NINE);

            var resumed = engine.resume(STRAIGHT, stopped);

            assertThat(resumed.status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(resumed.error().orElseThrow()).hasMessageContaining("resume the run with a budget of its own");
            assertThat(mock.requests(AFTER)).isEmpty();
            assertThat(engine.resume(STRAIGHT, resumed, Budget.usd("9")).status())
                    .isEqualTo(RunStatus.COMPLETED);
        }
    }
}
