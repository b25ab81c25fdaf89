package dev.toolflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.Budget;
import dev.toolflow.budget.PriceList;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.tool.TokenUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process dies in a run that has a budget. */
@Timeout(60)
class MoneyAfterADeathTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final StepDefinition<Topic, Line> POLISH = Lines.writing("polish");
    private static final ToolFlow<Topic, Line> TWICE = ToolFlow.define("twice", Topic.class, (flow, topic) -> {
        var first = flow.step(Lines.WRITE, topic);
        return flow.step(POLISH, first.map(line -> new Topic(line.text())));
    });
    private final Processes processes = new Processes();

    @BeforeEach
    void writes() {
        processes.mock.on(Lines.WRITE).usage(TokenUsage.of(10, 1)).answer(request -> Lines.CALM);
        processes.mock.on(POLISH).usage(TokenUsage.of(20, 2)).answer(request -> Lines.CALM);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    /** While its second call is in flight. */
    private void dies(Budget budget) {
        Processes.Mortal mortal = processes.mortalAtSettlement(2);
        mortal.engine().run(TWICE, Lines.TEA, MINE.budget(budget));
        mortal.dies();
        processes.leasesEnd();
    }

    private static Budget calls(int most) {
        return Budget.unlimited().calls(most);
    }

    @Test
    void what_was_spent_and_what_was_reserved_for_the_call_in_flight_stay_spent() {
        dies(calls(2));

        ToolFlowResult<Line> result = processes.begin().resume(TWICE, "mine");

        assertThat(result.status()).isEqualTo(RunStatus.OVER_BUDGET);
        assertThat(processes.mock.requests()).hasSize(2);
        assertThat(result.reserved().calls()).isEqualTo(1);
    }

    @Test
    void what_is_left_is_enough_for_the_call_that_is_made_again() {
        dies(calls(3));

        ToolFlowResult<Line> result = processes.begin().resume(TWICE, "mine");

        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(result.usage()).isEqualTo(TokenUsage.of(30, 3).plus(TokenUsage.unreported()));
        assertThat(result.reserved().calls()).isEqualTo(1);
    }

    @Test
    void a_budget_of_its_own_begins_anew_and_tells_of_what_was_kept_before() {
        dies(calls(2));
        ToolFlowEngine second = processes.begin();
        second.resume(TWICE, "mine");

        ToolFlowResult<Line> result = second.resume(TWICE, "mine", calls(1));

        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(processes.mock.requests()).hasSize(3);
        assertThat(result.reserved().calls()).isEqualTo(1);
    }

    @Test
    void the_budget_of_an_engine_is_charged_only_for_what_that_engine_calls() {
        dies(Budget.unlimited());

        try (ToolFlowEngine second =
                processes.builder().store(processes.store).budget(calls(1)).build()) {
            assertThat(second.resume(TWICE, "mine").status()).isEqualTo(RunStatus.COMPLETED);
        }
    }

    @Test
    void nothing_is_called_where_its_models_have_no_price_and_it_goes_on_where_they_have() {
        dies(Budget.usd("1"));
        ToolFlowResult<Line> refused;
        try (ToolFlowEngine unpriced = processes
                .builder()
                .store(processes.store)
                .prices(PriceList.empty())
                .build()) {
            refused = unpriced.resume(TWICE, "mine");
        }
        int calls = processes.mock.requests().size();
        ToolFlowResult<Line> result = processes.begin().resume(TWICE, "mine");

        assertThat(refused.status()).isEqualTo(RunStatus.FAILED);
        assertThat(refused.error()).get().isInstanceOf(StepException.PriceUnknown.class);
        assertThat(calls).isEqualTo(2);
        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(result.usage().unreportedCalls()).isEqualTo(1);
    }

    @Test
    void a_run_that_has_ended_is_shown_where_its_models_have_no_price() {
        ToolFlowResult<Line> ended = processes.begin().run(TWICE, Lines.TEA, MINE.budget(Budget.usd("1")));
        try (ToolFlowEngine unpriced = processes
                .builder()
                .store(processes.store)
                .prices(PriceList.empty())
                .build()) {
            ToolFlowResult<Line> found = unpriced.resume(TWICE, "mine");

            assertThat(found.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(found.cost()).isEqualTo(ended.cost());
        }
    }
}
