package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.TenantSettings;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.Budget;
import dev.toolflow.cache.ResultCache;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BudgetOfATenantTest {
    private static final ToolFlow<Topic, Line> LINE = flowOf(ToolCallStep.of(WRITE));

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final Map<String, TenantSettings> tenants = new ConcurrentHashMap<>();
    private final ToolFlowEngine engine = ToolFlowEngine.builder(mock)
            .tenants(tenants::get)
            .resultCache(ResultCache.memory(10))
            .build();

    @BeforeEach
    void acme_may_make_two_calls() {
        mock.on(WRITE).answer(request -> CALM);
        tenants.put("acme", TenantSettings.none().budget(Budget.unlimited().calls(2)));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private ToolFlowResult<Line> run(String tenant) {
        return engine.run(LINE, TEA, RunOptions.defaults().tenant(tenant));
    }

    @Nested
    class A_tenants_budget {
        @Test
        void is_shared_by_all_its_runs_and_no_others() {
            assertThat(run("acme").status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(run("acme").status()).isEqualTo(RunStatus.COMPLETED);

            ToolFlowResult<Line> third = run("acme");

            assertThat(third.status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(third.error())
                    .get()
                    .isInstanceOf(StepException.OverBudget.class)
                    .asString()
                    .contains("the budget of tenant 'acme'");
            assertThat(run("other").status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests()).hasSize(3);
        }

        @Test
        void is_not_exceeded_by_runs_side_by_side() {
            var runs = IntStream.range(0, 32)
                    .mapToObj(i -> engine.start(LINE, TEA, RunOptions.defaults().tenant("acme")))
                    .toList();

            assertThat(runs.stream()
                            .filter(run -> run.result().join().status() == RunStatus.COMPLETED)
                            .count())
                    .isEqualTo(2);
            assertThat(mock.requests()).hasSize(2);
        }

        @Test
        void may_be_raised_and_what_was_spent_stays_spent() {
            run("acme");
            run("acme");
            ToolFlowResult<Line> over = run("acme");
            tenants.put("acme", TenantSettings.none().budget(Budget.unlimited().calls(3)));

            assertThat(engine.resume(LINE, over).status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(run("acme").status()).isEqualTo(RunStatus.OVER_BUDGET);
        }

        @Test
        void is_not_touched_by_what_comes_from_the_result_cache() {
            ToolFlow<Topic, Line> cached = flowOf(ToolCallStep.of(WRITE).cached());
            for (int i = 0; i < 5; i++) {
                assertThat(engine.run(cached, TEA, RunOptions.defaults().tenant("acme"))
                                .status())
                        .isEqualTo(RunStatus.COMPLETED);
            }

            assertThat(run("acme").status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests()).hasSize(2);
        }
    }
}
