package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.toolflow.EngineBuilder;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.RetryPolicy;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RateLimitTest {
    private static final ToolFlow<Topic, Line> ONE = flowOf(ToolCallStep.of(WRITE));
    private static final ToolFlow<Topics, List<Line>> EACH =
            ToolFlow.define("each", Topics.class, (flow, topics) -> flow.each(WRITE, topics.map(Topics::each)));

    private final MutableClock clock = new MutableClock();
    private final MovingSleeper sleeper = new MovingSleeper(clock);
    private final AtomicInteger calls = new AtomicInteger();

    private EngineBuilder engine(TokenUsage usage) {
        return engine((request, context) -> {
            calls.incrementAndGet();
            return reply("x", usage);
        });
    }

    private EngineBuilder engine(OpenAiToolService service) {
        return ToolFlowEngine.builder(service).clock(clock).sleeper(sleeper);
    }

    private static Topics topics(int count) {
        return new Topics(Collections.nCopies(count, "tea"));
    }

    @Nested
    class Calls_of_a_model_with_so_many_requests_per_minute {
        private final RateLimits three = RateLimits.none().requestsPerMinute(3);

        @Test
        void go_at_once_for_a_minutes_worth_and_then_as_they_are_refilled() {
            try (var engine = engine(TokenUsage.none()).limits(three).build()) {
                assertThat(engine.run(EACH, topics(6)).output()).hasSize(6);

                assertThat(sleeper.sum()).isEqualTo(Duration.ofMinutes(1));
                assertThat(calls).hasValue(6);
            }
        }

        @Test
        void are_counted_for_all_flows_of_the_engine_together() {
            try (var engine = engine(TokenUsage.none()).limits(three).build()) {
                engine.run(EACH, topics(3));
                assertThat(sleeper.pauses()).isEmpty();

                engine.run(ONE, TEA);
                assertThat(sleeper.pauses()).containsExactly(Duration.ofSeconds(20));
            }
        }

        @Test
        void tell_that_they_wait_and_for_what() {
            RecordingListener listener = new RecordingListener();
            try (var engine = engine(TokenUsage.none()).limits(three).build()) {
                engine.run(EACH, topics(3));
                engine.run(ONE, TEA, RunOptions.defaults().listener(listener));
                listener.whenFinished();
            }
            assertThat(listener.events())
                    .filteredOn(ToolFlowEvent.LimitWait.class::isInstance)
                    .singleElement(type(ToolFlowEvent.LimitWait.class))
                    .satisfies(wait -> {
                        assertThat(wait.stepId()).isEqualTo("write_line");
                        assertThat(wait.attempt()).isEqualTo(1);
                        assertThat(wait.pause()).isEqualTo(Duration.ofSeconds(20));
                        assertThat(wait.reason()).isEqualTo("requests per minute of model gpt-5.4-mini");
                    });
        }

        @Test
        void do_not_hold_up_those_of_another_model() {
            var other = flowOf(ToolCallStep.of(writing("other")).model("another"));
            try (var engine = engine(TokenUsage.none()).limits(three).build()) {
                engine.run(EACH, topics(3));
                engine.run(other, TEA);

                assertThat(sleeper.pauses()).isEmpty();
            }
        }

        @Test
        void go_to_another_model_where_the_step_names_one_and_the_wait_is_longer_than_a_hint_may_be() {
            var step = flowOf(ToolCallStep.of(WRITE).fallback("another"));
            try (var engine = engine(TokenUsage.none())
                    .limits("gpt", RateLimits.none().requestsPerMinute(1))
                    .retry(RetryPolicy.standard().longestRetryAfter(Duration.ofSeconds(59)))
                    .build()) {
                engine.run(ONE, TEA);

                var result = engine.run(step, TEA);

                assertThat(result.step(WRITE).attempts())
                        .extracting(attempt -> attempt.made().model())
                        .containsExactly("gpt-5.4-mini", "another");
                assertThat(sleeper.pauses()).isEmpty();
            }
        }

        @Test
        void fail_at_once_where_the_wait_is_longer_than_what_the_run_has_left() {
            try (var engine = engine(TokenUsage.none()).limits(three).build()) {
                engine.run(EACH, topics(3));

                var late = engine.run(ONE, TEA, RunOptions.defaults().deadline(Duration.ofSeconds(20)));

                assertThat(late.status()).isEqualTo(RunStatus.FAILED);
                var error = (ToolCallException.Transient) late.error().orElseThrow();
                assertThat(error.held()).contains(ToolCallException.Transient.Held.RATE_LIMITED);
                assertThat(error.retryAfter()).contains(Duration.ofSeconds(20));
                assertThat(error).hasMessageContaining("requests per minute").hasMessageContaining("nothing was sent");
                assertThat(late.step(WRITE).attempts().get(0).made().calls()).isZero();
                assertThat(sleeper.pauses()).isEmpty();
                assertThat(calls).hasValue(3);
            }
        }
    }

    @Nested
    class Calls_of_a_model_with_so_many_tokens_per_minute {
        private final RateLimits tokens = RateLimits.none().tokensPerMinute(9_000);

        @Test
        void count_as_what_they_took_once_that_is_known() {
            try (var engine = engine(TokenUsage.of(900, 100)).limits(tokens).build()) {
                for (int i = 0; i < 5; i++) {
                    engine.run(ONE, TEA);
                }
                assertThat(sleeper.pauses()).isEmpty();
            }
        }

        @Test
        void count_as_estimated_while_nothing_is_known() {
            try (var engine = engine(TokenUsage.unreported()).limits(tokens).build()) {
                engine.run(ONE, TEA);
                engine.run(ONE, TEA);
                assertThat(sleeper.pauses()).isEmpty();

                engine.run(ONE, TEA);
                assertThat(sleeper.sum()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
            }
        }

        @Test
        void count_as_more_where_they_took_more_than_was_estimated() {
            try (var engine = engine(TokenUsage.of(9_000, 9_000)).limits(tokens).build()) {
                engine.run(ONE, TEA);
                engine.run(ONE, TEA);

                assertThat(sleeper.sum()).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(100));
            }
        }

        @Test
        void wait_for_a_minutes_worth_where_one_needs_more_than_that() {
            RateLimits few = RateLimits.none().tokensPerMinute(1_000);
            try (var engine = engine(TokenUsage.of(10, 10)).limits(few).build()) {
                assertThat(engine.run(ONE, TEA).status()).isEqualTo(RunStatus.COMPLETED);
            }
        }
    }

    @Nested
    class Limits {
        @Test
        void of_the_longest_beginning_of_a_models_name_count() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(DRAW).image(8, 8);
            mock.on(WRITE).answer(request -> new Line("x"));
            try (var engine = engine(mock)
                    .limits(RateLimits.none().requestsPerMinute(1))
                    .limits("gpt-image", RateLimits.none())
                    .limits("gpt-image-2", RateLimits.none().imagesPerMinute(2))
                    .build()) {
                var picture = pictureFlow(ToolCallStep.of(DRAW));
                engine.run(picture, TEA);
                engine.run(picture, TEA);
                engine.run(ONE, TEA);
                assertThat(sleeper.pauses()).isEmpty();

                engine.run(picture, TEA);
                assertThat(sleeper.pauses()).containsExactly(Duration.ofSeconds(30));
            }
        }

        @Test
        void of_images_are_not_used_up_by_what_is_refused() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(DRAW).fail(new ToolCallException.Rejected("400"));
            try (var engine =
                    engine(mock).limits(RateLimits.none().imagesPerMinute(1)).build()) {
                var picture = pictureFlow(ToolCallStep.of(DRAW));
                engine.run(picture, TEA);
                engine.run(picture, TEA);
                assertThat(mock.requests()).hasSize(2);
                assertThat(sleeper.pauses()).isEmpty();
            }
        }

        @Test
        void are_at_least_one() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RateLimits.none().requestsPerMinute(0))
                    .withMessageContaining("requestsPerMinute");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RateLimits.none().tokensPerMinute(10_000_000_001L))
                    .withMessageContaining("tokensPerMinute");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RateLimits.none().imagesPerMinute(-1))
                    .withMessageContaining("imagesPerMinute");
        }
    }
}
