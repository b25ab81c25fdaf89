package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Spender.A_CENT;
import static dev.toolflow.behaviour.Spender.line;
import static dev.toolflow.behaviour.Spender.lines;
import static dev.toolflow.behaviour.Spender.topics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.budget.Budget;
import dev.toolflow.testing.MockOpenAiToolService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineWithABudgetTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    @Test
    void has_one_for_all_its_runs_together() {
        mock.on(WRITE).usage(A_CENT).answer(request -> CALM);
        try (var engine = Spender.engine(mock).budget(Budget.usd("0.03")).build()) {
            var first = engine.run(lines(line()), topics(2));
            var second = engine.run(lines(line()), topics(2));

            assertThat(first.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(second.status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(second.error().orElseThrow()).hasMessageContaining("the budget of the engine");
            assertThat(mock.requests()).hasSize(3);
        }
    }

    @Test
    void takes_nothing_from_it_for_a_call_that_the_run_s_own_does_not_allow() {
        mock.on(WRITE).usage(A_CENT).answer(request -> CALM);
        try (var engine = Spender.engine(mock).budget(Budget.usd("0.01")).build()) {
            var none = RunOptions.defaults().budget(Budget.unlimited().calls(0));

            assertThat(engine.run(lines(line()), topics(9), none).status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(engine.run(lines(line()), topics(1)).status()).isEqualTo(RunStatus.COMPLETED);
        }
    }
}
