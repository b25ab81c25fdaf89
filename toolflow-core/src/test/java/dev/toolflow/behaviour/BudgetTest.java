package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Spender.A_CENT;
import static dev.toolflow.behaviour.Spender.A_MILL;
import static dev.toolflow.behaviour.Spender.line;
import static dev.toolflow.behaviour.Spender.lines;
import static dev.toolflow.behaviour.Spender.topics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.Verdict;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.budget.Budget;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepAudit;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Cost;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BudgetTest {
    private static final RunOptions THREE_CENTS = RunOptions.defaults().budget(Budget.usd("0.03"));

    record Kind(boolean kind) {}

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    @Nested
    class A_run_with_a_budget {
        @Test
        void completes_where_it_is_enough() {
            mock.on(WRITE).usage(A_CENT).answer(request -> CALM);
            try (var engine = Spender.engine(mock).build()) {
                var result = engine.run(lines(line()), topics(3), THREE_CENTS);

                assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(result.cost()).isEqualTo(Cost.ofUsd(new BigDecimal("0.03")));
                assertThat(result.reserved().isNothing()).isTrue();
            }
        }

        @Test
        void makes_no_call_that_might_take_more_than_is_left_and_keeps_what_was_done() {
            mock.on(WRITE).usage(A_CENT).answer(request -> CALM);
            try (var engine = Spender.engine(mock).callsInFlight(1).build()) {
                var result = engine.run(lines(line()), topics(5), THREE_CENTS);

                assertThat(result.status()).isEqualTo(RunStatus.OVER_BUDGET);
                assertThat(mock.requests()).hasSize(3);
                assertThat(result.cost().usd()).isEqualByComparingTo("0.03");
                assertThat(result.steps(WRITE).stream().filter(step -> step.status() == StepStatus.COMPLETED))
                        .hasSize(3);
                assertThat(result.outputIfPresent()).isEmpty();
                assertThat(result.error().orElseThrow())
                        .isInstanceOf(StepException.OverBudget.class)
                        .hasMessageContaining("step 'write_line[")
                        .hasMessageContaining("the budget of the run has 0 of 0.03 US dollars left")
                        .hasMessageContaining("the call may take 0.01")
                        .hasMessageContaining("resume the run with a larger budget");
            }
        }

        @Test
        void gets_back_what_a_call_did_not_take() {
            mock.on(WRITE).usage(A_MILL).answer(request -> CALM);
            try (var engine = Spender.engine(mock).callsInFlight(1).build()) {
                var result = engine.run(lines(line()), topics(25), THREE_CENTS);

                assertThat(mock.requests()).hasSize(21);
                assertThat(result.status()).isEqualTo(RunStatus.OVER_BUDGET);
                assertThat(result.cost().usd()).isEqualByComparingTo("0.021");
            }
        }

        @Test
        void waits_for_what_calls_under_way_leave_before_it_gives_up() {
            Meeting three = new Meeting(3);
            try (var engine = Spender.engine((request, context) -> {
                        three.join();
                        return reply("x", A_MILL);
                    })
                    .build()) {
                var result = engine.run(lines(line()), topics(20), THREE_CENTS);

                assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(result.cost().usd()).isEqualByComparingTo("0.02");
            }
        }

        @Test
        void lets_calls_in_flight_end_and_keeps_them() {
            mock.on(WRITE).usage(A_CENT).answer(request -> CALM);
            try (var engine = Spender.engine(mock).build()) {
                var result = engine.run(lines(line()), topics(9), THREE_CENTS);

                assertThat(result.status()).isEqualTo(RunStatus.OVER_BUDGET);
                assertThat(result.steps(WRITE).stream().filter(step -> step.status() == StepStatus.COMPLETED))
                        .hasSize(3);
            }
        }

        @Test
        void is_cancelled_while_it_waits_for_calls_under_way() {
            Gate called = new Gate();
            Gate over = new Gate();
            try (var engine = Spender.engine((request, context) -> {
                        called.open();
                        over.passUninterrupted();
                        return reply("x", A_MILL);
                    })
                    .build()) {
                var run = engine.start(
                        lines(line()), topics(2), RunOptions.defaults().budget(Budget.usd("0.01")));
                called.pass();
                run.cancel();
                over.open();
                var result = run.result().join();

                assertThat(result.status()).isEqualTo(RunStatus.CANCELLED);
                assertThat(result.usage().total()).isEqualTo(200);
            }
        }

        @Test
        void ends_over_budget_also_where_its_steps_may_fail() {
            mock.on(WRITE).usage(A_CENT).answer(request -> CALM);
            try (var engine = Spender.engine(mock).callsInFlight(1).build()) {
                var result = engine.run(lines(line().onFailure(OnFailure.CONTINUE)), topics(5), THREE_CENTS);

                assertThat(result.status()).isEqualTo(RunStatus.OVER_BUDGET);
                assertThat(mock.requests()).hasSize(3);
            }
        }

        @Test
        void counts_attempts_that_did_not_pass() {
            mock.on(WRITE).usage(A_CENT).answer(request -> CALM);
            try (var engine = Spender.engine(mock).build()) {
                var result = engine.run(flowOf(line().audit(any -> List.of(Issue.critical("no")))), TEA, THREE_CENTS);

                assertThat(result.status()).isEqualTo(RunStatus.OVER_BUDGET);
                assertThat(mock.requests()).hasSize(3);
                assertThat(result.step(WRITE).cost().usd()).isEqualByComparingTo("0.03");
            }
        }
    }

    @Nested
    class A_step_that_audits {
        private static final StepDefinition<Line, Kind> ASK = ChatStepDefinition.named("ask", Line.class, Kind.class)
                .instructions("x")
                .build();

        @Test
        void is_paid_from_the_same_budget_and_what_it_was_to_judge_is_judged_once_there_is_more() {
            mock.on(WRITE).usage(A_CENT).reply(CALM);
            mock.on(ASK).usage(A_CENT).reply(new Kind(true));
            StepAudit<Object, Line> audit = StepAudit.of(
                    ToolCallStep.of(ASK).maxTokens(1_000), (any, line) -> line, answer -> Verdict.of(List.of()));
            var flow = flowOf(line().audit(audit));
            try (var engine = Spender.engine(mock).build()) {
                var over = engine.run(flow, TEA, RunOptions.defaults().budget(Budget.usd("0.015")));
                var done = engine.resume(flow, over, Budget.usd("0.01"));

                assertThat(over.status()).isEqualTo(RunStatus.OVER_BUDGET);
                assertThat(over.step(WRITE).attempts().get(0).output()).contains(CALM);
                assertThat(done.status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(mock.requests()).hasSize(2);
            }
        }
    }

    @Nested
    class A_run_that_went_over_its_budget {
        @Test
        void goes_on_with_another_one_and_repeats_nothing() {
            mock.on(WRITE).usage(A_CENT).answer(request -> CALM);
            var flow = lines(line());
            try (var engine = Spender.engine(mock).build()) {
                var over = engine.run(flow, topics(5), THREE_CENTS);
                var done = engine.resume(flow, over, Budget.usd("0.02"));

                assertThat(done.status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(done.runId()).isEqualTo(over.runId());
                assertThat(mock.requests()).hasSize(5);
                assertThat(done.cost().usd()).isEqualByComparingTo("0.05");
            }
        }

        @Test
        void has_nothing_more_to_spend_where_it_is_given_no_other() {
            mock.on(WRITE).usage(A_CENT).answer(request -> CALM);
            var flow = lines(line());
            try (var engine = Spender.engine(mock).build()) {
                var again = engine.resume(flow, engine.run(flow, topics(5), THREE_CENTS));

                assertThat(again.status()).isEqualTo(RunStatus.OVER_BUDGET);
                assertThat(mock.requests()).hasSize(3);
            }
        }
    }

    @Nested
    class Many_steps_at_once {
        @Test
        void never_spend_more_than_the_budget() {
            AtomicInteger calls = new AtomicInteger();
            try (var engine = Spender.engine((request, context) -> {
                        calls.incrementAndGet();
                        return reply("x", A_CENT);
                    })
                    .callsInFlight(32)
                    .build()) {
                var result = engine.run(
                        lines(line().onFailure(OnFailure.CONTINUE)),
                        topics(300),
                        RunOptions.defaults().budget(Budget.usd("1")));

                assertThat(calls).hasValue(100);
                assertThat(result.cost().usd()).isEqualByComparingTo("1");
                assertThat(result.status()).isEqualTo(RunStatus.OVER_BUDGET);
            }
        }
    }
}
