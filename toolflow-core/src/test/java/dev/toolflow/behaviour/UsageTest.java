package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.receipt;
import static dev.toolflow.behaviour.Lines.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.budget.PriceList;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallResponse;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UsageTest {
    private static final PriceList PRICES = PriceList.empty()
            .with("gpt-5.4-mini", ModelPrice.perMillion("0.25", "2.00").cachedInput("0.025"));
    private static final ToolFlow<Topics, List<Line>> MANY = ToolFlow.define(
            "many",
            Topics.class,
            (flow, topics) -> flow.each(
                    ToolCallStep.of(WRITE)
                            .onFailure(OnFailure.CONTINUE)
                            .audit(line -> line.text().equals("bad")
                                    ? List.of(dev.toolflow.audit.Issue.critical("bad"))
                                    : List.of()),
                    topics.map(Topics::each)));

    /** A provider in all its moods, with a ledger of its own. */
    private static final class Provider implements OpenAiToolService {
        private final Random random;
        private TokenUsage ledger = TokenUsage.none();
        private Cost bill = Cost.none();

        Provider(long seed) {
            this.random = new Random(seed);
        }

        @Override
        public synchronized ToolCallResponse executeToolCall(
                dev.toolflow.tool.ToolCallRequest request, dev.toolflow.tool.CallContext context) {
            TokenUsage usage = usage();
            switch (random.nextInt(7)) {
                case 0 -> throw new ToolCallException.Transient("503", booked(TokenUsage.none()), null, null);
                case 1 -> throw new ToolCallException.Malformed("cut", booked(usage), null);
                case 2 -> throw new ToolCallException.OutcomeUnknown("reset", booked(TokenUsage.unreported()), null);
                case 3 -> throw new ToolCallException.Rejected("refused", booked(usage), null);
                case 4 -> {
                    booked(TokenUsage.unreported());
                    throw new IllegalStateException("broken");
                }
                case 5 -> {
                    return new ToolCallResponse("{\"text\":\"bad\"}", booked(usage));
                }
                default -> {
                    return new ToolCallResponse("{\"text\":\"good\"}", booked(usage));
                }
            }
        }

        private TokenUsage usage() {
            return switch (random.nextInt(4)) {
                case 0 -> TokenUsage.unreported();
                case 1 ->
                    TokenUsage.of(1_000 + random.nextInt(100), random.nextInt(50))
                            .withCached(random.nextInt(1_000));
                case 2 ->
                    TokenUsage.of(random.nextInt(100), 100 + random.nextInt(50)).withReasoning(99);
                default -> TokenUsage.of(random.nextInt(100), random.nextInt(50));
            };
        }

        private CallReceipt booked(TokenUsage usage) {
            ledger = ledger.plus(usage);
            bill = bill.plus(PRICES.costOf("gpt-5.4-mini", usage));
            return receipt(usage);
        }
    }

    @Nested
    class The_usage_of_a_run {
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
        void is_what_the_provider_counted_whatever_happened(long seed) {
            Provider provider = new Provider(seed);
            try (var engine = ToolFlowEngine.builder(provider)
                    .sleeper(new RecordingSleeper())
                    .prices(PRICES)
                    .build()) {
                var result = engine.run(MANY, new Topics(Collections.nCopies(60, "tea")));

                assertThat(result.usage()).isEqualTo(provider.ledger);
                assertThat(result.cost().usd()).isEqualByComparingTo(provider.bill.usd());
                assertThat(result.cost().unpricedCalls()).isEqualTo(provider.bill.unpricedCalls());
                assertThat(result.steps().stream()
                                .flatMap(step -> step.attempts().stream())
                                .map(attempt -> attempt.cost())
                                .reduce(Cost.none(), Cost::plus))
                        .isEqualTo(result.cost());
                assertThat(result.steps().stream()
                                .map(step -> step.usage())
                                .reduce(TokenUsage.none(), TokenUsage::plus))
                        .isEqualTo(provider.ledger);
            }
        }

        @Test
        void is_unknown_not_zero_where_a_reply_does_not_say() {
            try (var engine = ToolFlowEngine.builder((request, context) -> reply("x", TokenUsage.unreported()))
                    .prices(PRICES)
                    .build()) {
                var result = engine.run(flowOf(ToolCallStep.of(WRITE)), TEA);

                assertThat(result.usage().isComplete()).isFalse();
                assertThat(result.cost()).isEqualTo(Cost.unpriced());
            }
        }
    }

    @Nested
    class The_cost_of_a_run {
        private final MockOpenAiToolService mock = MockOpenAiToolService.create();

        @Test
        void is_exact_and_counts_failed_attempts() {
            mock.on(WRITE).usage(TokenUsage.of(1_000, 100)).replyJson("x").reply(Lines.CALM);
            try (var engine = ToolFlowEngine.builder(mock).prices(PRICES).build()) {
                var result = engine.run(flowOf(ToolCallStep.of(WRITE)), TEA);

                assertThat(result.cost()).isEqualTo(Cost.ofUsd(new BigDecimal("0.00090")));
                assertThat(result.step(WRITE).attempts().get(0).cost())
                        .isEqualTo(Cost.ofUsd(new BigDecimal("0.00045")));
            }
        }

        @Test
        void is_unknown_not_zero_for_a_model_without_a_price() {
            mock.on(WRITE).reply(Lines.CALM);
            try (var engine = ToolFlowEngine.builder(mock).prices(PRICES).build()) {
                var result = engine.run(flowOf(ToolCallStep.of(WRITE).model("other")), TEA);

                assertThat(result.cost()).isEqualTo(Cost.unpriced());
            }
        }
    }
}
