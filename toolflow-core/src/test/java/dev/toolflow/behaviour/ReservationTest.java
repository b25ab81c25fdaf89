package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.Lines.receipt;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Spender.A_CENT;
import static dev.toolflow.behaviour.Spender.line;
import static dev.toolflow.behaviour.Spender.lines;
import static dev.toolflow.behaviour.Spender.topics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.budget.Budget;
import dev.toolflow.budget.PriceList;
import dev.toolflow.budget.Spending;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ReservationTest {
    private static final CallReceipt UNREPORTED = CallReceipt.unreported(null, null);
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    private static RunOptions with(Budget budget) {
        return RunOptions.defaults().budget(budget);
    }

    /** One line after another, as far as the budget goes. */
    private ToolFlowResult<?> wrote(int lines, Budget budget) {
        mock.on(WRITE).usage(A_CENT).answer(request -> CALM);
        try (var engine = Spender.engine(mock).callsInFlight(1).build()) {
            return engine.run(lines(line().onFailure(OnFailure.CONTINUE)), topics(lines), with(budget));
        }
    }

    @Nested
    class What_was_reserved_for_a_call {
        @Test
        void stays_reserved_where_no_one_knows_what_became_of_it() {
            mock.on(DRAW).fail(new ToolCallException.OutcomeUnknown("reset", UNREPORTED, null));
            try (var engine = Spender.engine(mock).build()) {
                var flow = pictureFlow(ToolCallStep.of(DRAW));
                var lost = engine.run(flow, TEA, with(Budget.usd("0.05")));
                var again = engine.resume(flow, lost);

                assertThat(lost.status()).isEqualTo(RunStatus.FAILED);
                assertThat(lost.reserved()).isEqualTo(new Spending(new BigDecimal("0.03"), 2_000, 1, 1));
                assertThat(lost.cost().unpricedCalls()).isEqualTo(1);
                assertThat(lost.toJson())
                        .contains("\"reserved\":{\"usd\":0.03,\"tokens\":2000,\"images\":1,\"calls\":1}");
                assertThat(again.status()).isEqualTo(RunStatus.OVER_BUDGET);
                assertThat(again.error().orElseThrow()).hasMessageContaining("has 0.02 of 0.05 US dollars left");
                assertThat(mock.requests()).hasSize(1);
            }
        }

        @Test
        void is_what_a_call_is_estimated_by_that_was_cut_short_before_it_told_its_usage() {
            mock.on(WRITE).fail(new ToolCallException.Cancelled("stream cancelled", UNREPORTED, null));
            try (var engine = Spender.engine(mock).build()) {
                var result = engine.run(flowOf(line()), TEA);

                assertThat(result.usage().unreportedCalls()).isEqualTo(1);
                assertThat(result.reserved()).isEqualTo(new Spending(new BigDecimal("0.01"), 2_000, 0, 1));
            }
        }

        @Test
        void is_given_back_where_nothing_was_bought() {
            mock.on(WRITE).fail(new ToolCallException.Transient("503", UNREPORTED, null, null));

            var result = wrote(1, Budget.usd("0.01"));

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.reserved().isNothing()).isTrue();
        }

        @Test
        void is_settled_to_what_a_call_took_that_gave_nothing_usable() {
            mock.on(WRITE).fail(new ToolCallException.Malformed("cut", receipt(A_CENT), null));

            assertThat(wrote(1, Budget.usd("0.01")).status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(mock.requests()).hasSize(1);
        }

        @Test
        void stops_all_further_calls_where_the_call_took_more() {
            try (var engine = Spender.engine((request, context) -> reply("x", TokenUsage.of(2_001, 0)))
                    .callsInFlight(1)
                    .build()) {
                var result = engine.run(lines(line()), topics(3), with(Budget.usd("9")));

                assertThat(result.status()).isEqualTo(RunStatus.OVER_BUDGET);
                assertThat(result.usage()).isEqualTo(TokenUsage.of(2_001, 0));
                assertThat(result.error().orElseThrow())
                        .hasMessageContaining("took 0.010005 US dollars where 0.01 were reserved")
                        .hasMessageContaining("tokenEstimator");
            }
        }
    }

    @Nested
    class A_budget_of {
        @Test
        void calls_counts_every_request_that_was_sent() {
            mock.on(WRITE).fail(new ToolCallException.Transient("503"));

            assertThat(wrote(1, Budget.unlimited().calls(1)).status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(mock.requests()).hasSize(1);
        }

        static Stream<ToolCallException> unsent() {
            return Stream.of(
                    new ToolCallException.Cancelled("cancelled", CallReceipt.none(), null),
                    new ToolCallException.Rejected(Rejection.NOT_SENT, "no such file"));
        }

        @ParameterizedTest
        @MethodSource("unsent")
        void calls_counts_none_that_was_not_sent_as_its_attempt_does(ToolCallException unsent) {
            mock.on(WRITE).fail(unsent);

            var result = wrote(2, Budget.unlimited().calls(1));

            assertThat(result.status()).isNotEqualTo(RunStatus.OVER_BUDGET);
            assertThat(mock.requests()).hasSize(2);
            assertThat(calls(result)).isEqualTo(1);
        }

        @Test
        void calls_counts_what_was_cancelled_later_or_had_no_connection_as_its_attempt_does() {
            mock.on(WRITE)
                    .fail(new ToolCallException.Cancelled("cancelled", UNREPORTED, null))
                    .fail(new ToolCallException.Transient("refused", CallReceipt.none(), null, null));

            var result = wrote(3, Budget.unlimited().calls(2));

            assertThat(result.status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(mock.requests()).hasSize(2);
            assertThat(calls(result)).isEqualTo(2);
        }

        private static int calls(ToolFlowResult<?> result) {
            return result.steps().stream()
                    .flatMap(step -> step.attempts().stream())
                    .mapToInt(attempt -> attempt.made().calls())
                    .sum();
        }

        @Test
        void tokens_counts_input_and_output() {
            assertThat(wrote(3, Budget.unlimited().tokens(5_999)).usage().total())
                    .isEqualTo(4_000);
        }

        @Test
        void images_counts_those_that_are_asked_for() {
            mock.on(DRAW).answerImage(8, 8);
            try (var engine = Spender.engine(mock).build()) {
                var step = ToolCallStep.of(DRAW).bestOf(3);

                assertThat(engine.run(
                                        pictureFlow(step),
                                        TEA,
                                        with(Budget.unlimited().images(2)))
                                .status())
                        .isEqualTo(RunStatus.OVER_BUDGET);
                assertThat(mock.requests()).isEmpty();
            }
        }
    }

    @Nested
    class A_model_without_a_price {
        private ToolFlowResult<?> run(ToolCallStep<Lines.Topic, Lines.Line> step, Budget budget) {
            mock.on(WRITE).answer(request -> CALM);
            try (var engine = Spender.engine(mock).build()) {
                return engine.run(flowOf(step), TEA, with(budget));
            }
        }

        @Test
        void is_refused_before_anything_is_called_where_money_is_limited() {
            var result = run(line().model("mystery-1"), Budget.usd("5"));

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(mock.requests()).isEmpty();
            assertThat(result.error().orElseThrow())
                    .isInstanceOf(StepException.PriceUnknown.class)
                    .hasMessageContaining("step 'write_line': the price of model 'mystery-1' is not known")
                    .hasMessageContaining("PriceList.standard().with(\"mystery-1\", ModelPrice.perMillion(…, …))");
        }

        @Test
        void is_called_where_only_other_things_are_limited() {
            assertThat(run(line().model("mystery-1"), Budget.unlimited().calls(1))
                            .status())
                    .isEqualTo(RunStatus.COMPLETED);
        }

        @Test
        void is_refused_at_its_call_where_no_one_knows_how_much_a_picture_is() {
            mock.on(DRAW).answerImage(8, 8);
            try (var engine = Spender.engine(mock).prices(PriceList.standard()).build()) {
                var step = ToolCallStep.of(DRAW).model("gpt-image-2.5-flare");
                var result = engine.run(pictureFlow(step), TEA, with(Budget.usd("5")));

                assertThat(result.error().orElseThrow())
                        .isInstanceOf(StepException.PriceUnknown.class)
                        .hasMessageContaining("how many tokens a picture of model 'gpt-image-2.5-flare'")
                        .hasMessageContaining("ModelPrice.pictures");
                assertThat(mock.requests()).isEmpty();
            }
        }
    }
}
