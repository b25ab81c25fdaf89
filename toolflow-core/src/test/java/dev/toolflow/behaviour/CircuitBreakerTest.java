package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.EngineBuilder;
import dev.toolflow.FlowRun;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.limit.CircuitBreakerPolicy;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.RetryPolicy;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Transient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CircuitBreakerTest {
    private static final Transient DOWN = new Transient("503");
    private static final ToolFlow<Topic, Line> ONE = flowOf(ToolCallStep.of(WRITE));
    private static final ToolFlow<Topics, List<Line>> MANY = ToolFlow.define(
            "many",
            Topics.class,
            (flow, topics) ->
                    flow.each(ToolCallStep.of(WRITE).onFailure(OnFailure.CONTINUE), topics.map(Topics::each)));

    private final MutableClock clock = new MutableClock();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Supplier<RuntimeException> fault = () -> DOWN;
    private volatile boolean working;
    private final OpenAiToolService service = (request, context) -> {
        requests.incrementAndGet();
        if (working || request.model().equals("another")) {
            return reply("x", TokenUsage.none());
        }
        throw fault.get();
    };

    private EngineBuilder engine() {
        return ToolFlowEngine.builder(service)
                .sleeper(new RecordingSleeper())
                .clock(clock)
                .callsInFlight(8);
    }

    private static Topics topics(int count) {
        return new Topics(Collections.nCopies(count, "tea"));
    }

    private static void assertHeldBack(ToolFlowResult<?> result, Duration until) {
        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        Transient error = (Transient) result.error().orElseThrow();
        assertThat(error.held()).contains(Transient.Held.CIRCUIT_OPEN);
        assertThat(error.retryAfter()).contains(until);
        assertThat(error).hasMessageContaining("circuit of model gpt-5.4-mini").hasMessageContaining("fallback");
        assertThat(result.usage()).isEqualTo(TokenUsage.none());
        assertThat(result.step(WRITE).attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.made().calls()).isZero());
    }

    @Nested
    class An_outage {
        @Test
        void of_10_000_calls_makes_about_as_many_requests_as_open_the_circuit() {
            try (var engine = engine().build()) {
                assertThat(engine.run(MANY, topics(10_000)).steps()).hasSize(10_000);

                assertThat(requests.get()).isBetween(50, 50 + 8);
            }
        }

        @Test
        void of_10_000_calls_makes_at_most_11_020_requests_without_a_circuit_too() {
            try (var engine =
                    engine().circuitBreaker(CircuitBreakerPolicy.off()).build()) {
                assertThat(engine.run(MANY, topics(10_000)).steps()).hasSize(10_000);

                assertThat(requests.get()).isBetween(10_000, 11_020);
            }
        }

        @Test
        void makes_three_calls_of_one_step() {
            try (var engine = engine().build()) {
                engine.run(ONE, TEA);

                assertThat(requests).hasValue(3);
            }
        }
    }

    @Nested
    class An_open_circuit {
        private final EngineBuilder opening = engine().retry(
                        RetryPolicy.standard().maxCalls(1))
                .callsInFlight(1)
                .circuitBreaker(CircuitBreakerPolicy.standard()
                        .window(10, 4)
                        .openFor(Duration.ofSeconds(20))
                        .probes(2));

        @Test
        void fails_calls_at_once_with_its_reason_and_sends_nothing() {
            try (var engine = opening.build()) {
                engine.run(MANY, topics(4));
                clock.advance(Duration.ofSeconds(5));

                assertHeldBack(engine.run(ONE, TEA), Duration.ofSeconds(15));
                assertThat(requests).hasValue(4);
            }
        }

        @Test
        void does_not_concern_another_model() {
            try (var engine = opening.build()) {
                engine.run(MANY, topics(4));

                assertThat(engine.run(flowOf(ToolCallStep.of(WRITE).model("another")), TEA)
                                .status())
                        .isEqualTo(RunStatus.COMPLETED);
            }
        }

        @Test
        void lets_a_few_calls_through_after_its_time_and_opens_again_when_they_fail() {
            try (var engine = opening.build()) {
                engine.run(MANY, topics(4));
                clock.advance(Duration.ofMillis(20_001));

                engine.run(MANY, topics(50));

                assertThat(requests).hasValue(4 + 2);
                assertHeldBack(engine.run(ONE, TEA), Duration.ofSeconds(20));
            }
        }

        @Test
        void closes_when_they_work() {
            try (var engine = opening.build()) {
                engine.run(MANY, topics(4));
                clock.advance(Duration.ofMillis(20_001));
                working = true;

                assertThat(engine.run(MANY, topics(50)).status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(requests).hasValue(4 + 50);
            }
        }
    }

    @Nested
    class A_call_that_was_sent_before_the_outage {
        private final Gate over = new Gate();

        private FlowRun<Line> sent(ToolFlowEngine engine) {
            FlowRun<Line> run = engine.start(ONE, TEA);
            await().until(() -> requests.get() == 1);
            return run;
        }

        private EngineBuilder engine() {
            return ToolFlowEngine.builder((request, context) -> {
                        if (requests.incrementAndGet() == 1) {
                            over.pass();
                        } else if (!working) {
                            throw DOWN;
                        }
                        return reply("x", TokenUsage.none());
                    })
                    .clock(clock)
                    .retry(RetryPolicy.standard().maxCalls(1))
                    .circuitBreaker(CircuitBreakerPolicy.standard().window(4, 4).probes(2));
        }

        @Test
        void does_not_decide_whether_the_model_works_again() {
            try (var engine = engine().build()) {
                FlowRun<Line> early = sent(engine);
                engine.run(MANY, topics(4));
                clock.advance(Duration.ofSeconds(31));
                engine.run(ONE, TEA);

                over.open();
                early.result().join();
                working = true;
                assertThat(engine.run(ONE, TEA).status()).isEqualTo(RunStatus.COMPLETED);
                assertHeldBack(engine.run(ONE, TEA), Duration.ofSeconds(30));
            }
        }
    }

    @Nested
    class A_circuit_stays_closed {
        @Test
        void while_the_provider_says_when_to_come_back() {
            fault = () -> new Transient("429", CallReceipt.none(), Duration.ofSeconds(1), null);
            try (var engine = engine().retry(RetryPolicy.standard().maxCalls(1)).build()) {
                engine.run(MANY, topics(300));

                assertThat(requests).hasValue(300);
            }
        }

        @Test
        void while_calls_are_refused_for_what_they_ask() {
            fault = () -> new ToolCallException.Rejected("400");
            try (var engine = engine().build()) {
                engine.run(MANY, topics(300));

                assertThat(requests).hasValue(300);
            }
        }
    }
}
