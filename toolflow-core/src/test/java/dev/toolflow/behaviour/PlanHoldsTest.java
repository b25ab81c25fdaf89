package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Spender.line;
import static dev.toolflow.behaviour.Spender.lines;
import static dev.toolflow.behaviour.Spender.topics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowPlan;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.audit.Issue;
import dev.toolflow.budget.Budget;
import dev.toolflow.budget.TokenEstimator;
import dev.toolflow.step.OnFailure;
import dev.toolflow.tool.TokenUsage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PlanHoldsTest {
    /** A provider that takes as much as it may, more or less, and seldom gives anything good. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_run_never_takes_more_than_its_plan_and_never_ends_over_a_budget_of_that(long seed) {
        Random random = new Random(seed);
        TokenEstimator bytes = TokenEstimator.standard();
        var step = line().maxRetries(random.nextInt(4))
                .onFailure(OnFailure.CONTINUE)
                .audit(line -> line.text().equals("bad") ? List.of(Issue.critical("bad")) : List.of());
        try (var engine = Spender.engine((request, context) -> {
                    int input = (int) bytes.inputTokens(request);
                    synchronized (random) {
                        return reply(
                                random.nextInt(5) == 0 ? "good" : "bad",
                                TokenUsage.of(random.nextInt(input + 1), random.nextInt(1_001)));
                    }
                })
                .tokenEstimator(bytes)
                .build()) {
            var flow = lines(step);
            FlowPlan plan = engine.plan(flow, topics(20));
            var result = engine.run(
                    flow,
                    topics(20),
                    RunOptions.defaults()
                            .budget(Budget.usd(plan.most().usd())
                                    .tokens(plan.most().tokens())
                                    .calls(plan.most().calls())));

            assertThat(plan.unknown()).isEmpty();
            assertThat(result.status()).isNotEqualTo(RunStatus.OVER_BUDGET);
            assertThat(result.cost().usd()).isLessThanOrEqualTo(plan.most().usd());
            assertThat(result.usage().total()).isLessThanOrEqualTo(plan.most().tokens());
        }
    }
}
