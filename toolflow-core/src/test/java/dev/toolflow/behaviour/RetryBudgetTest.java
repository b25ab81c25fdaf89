package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FanOut;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.limit.CircuitBreakerPolicy;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetryBudgetTest {
    private static final int CALLS = 2_000;

    private static final ToolFlow<Topics, List<Line>> MANY = ToolFlow.define(
            "many",
            Topics.class,
            (flow, topics) -> flow.each(
                    ToolCallStep.of(WRITE).onFailure(OnFailure.CONTINUE),
                    topics.map(Topics::each),
                    FanOut.unbounded()));

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicBoolean outage = new AtomicBoolean(true);
    private final OpenAiToolService service = (request, context) -> {
        requests.incrementAndGet();
        if (outage.get()) {
            throw new ToolCallException.Transient("503");
        }
        return reply("x", TokenUsage.none());
    };

    private static Topics topics(int count) {
        return new Topics(Collections.nCopies(count, "tea"));
    }

    @Nested
    class An_outage_over_2_000_calls {
        @Test
        void makes_at_most_a_tenth_and_20_more_requests() {
            try (var engine = ToolFlowEngine.builder(service)
                    .sleeper(new RecordingSleeper())
                    .circuitBreaker(CircuitBreakerPolicy.off())
                    .callsInFlight(16)
                    .build()) {
                var result = engine.run(MANY, topics(CALLS));

                assertThat(result.steps()).hasSize(CALLS);
                assertThat(requests.get()).isGreaterThanOrEqualTo(CALLS + 20).isLessThanOrEqualTo(CALLS * 11 / 10 + 20);
            }
        }

        @Test
        void says_of_calls_that_are_not_repeated_that_the_budget_is_used_up() {
            try (var engine = ToolFlowEngine.builder(service)
                    .sleeper(new RecordingSleeper())
                    .circuitBreaker(CircuitBreakerPolicy.off())
                    .callsInFlight(1)
                    .build()) {
                List<String> told = engine.run(MANY, topics(CALLS)).steps().stream()
                        .map(step -> step.error())
                        .map(error -> {
                            assertThat(error).isInstanceOf(ToolCallException.Transient.class);
                            return error.getMessage();
                        })
                        .distinct()
                        .toList();

                assertThat(told)
                        .containsExactlyInAnyOrder(
                                "503",
                                "503; not called again, since the engine's retry budget is used up: too many of its calls"
                                        + " failed lately");
            }
        }

        @Test
        void leaves_repeats_for_later_once_calls_work_again() {
            try (var engine = ToolFlowEngine.builder(service)
                    .sleeper(new RecordingSleeper())
                    .circuitBreaker(CircuitBreakerPolicy.off())
                    .callsInFlight(16)
                    .build()) {
                engine.run(MANY, topics(CALLS));
                outage.set(false);
                engine.run(MANY, topics(100));
                outage.set(true);
                requests.set(0);

                engine.run(MANY, topics(1));

                assertThat(requests).hasValue(3);
            }
        }
    }
}
