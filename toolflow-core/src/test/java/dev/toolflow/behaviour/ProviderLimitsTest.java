package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.RateLimitStatus;
import dev.toolflow.tool.RateLimitStatus.Allowance;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProviderLimitsTest {
    private static final ToolFlow<Topic, Line> ONE = flowOf(ToolCallStep.of(WRITE));

    private final MutableClock clock = new MutableClock();
    private final MovingSleeper sleeper = new MovingSleeper(clock);
    private volatile RateLimitStatus told = RateLimitStatus.unknown();
    private final OpenAiToolService service = (request, context) -> {
        context.rateLimits(told);
        return reply("x", TokenUsage.none());
    };

    private ToolFlowEngine engine(RateLimits limits) {
        return ToolFlowEngine.builder(service)
                .limits(limits)
                .clock(clock)
                .sleeper(sleeper)
                .build();
    }

    private void tellRequests(Allowance requests) {
        told = new RateLimitStatus(requests, Allowance.unknown());
    }

    @Nested
    class When_the_provider_says_that_nothing_is_left {
        private final Allowance none = Allowance.unknown().limit(500).remaining(0);

        @Test
        void the_next_call_waits_for_its_reset_even_if_no_limit_is_configured() {
            tellRequests(none.reset(Duration.ofSeconds(7)));
            try (var engine = engine(RateLimits.none())) {
                engine.run(ONE, TEA);
                assertThat(sleeper.pauses()).isEmpty();

                engine.run(ONE, TEA);
                assertThat(sleeper.pauses()).containsExactly(Duration.ofSeconds(7));
            }
        }

        @Test
        void no_more_than_60_seconds_are_waited_for() {
            told = new RateLimitStatus(Allowance.unknown(), none.reset(Duration.ofDays(1)));
            try (var engine = engine(RateLimits.none())) {
                engine.run(ONE, TEA);
                engine.run(ONE, TEA);

                assertThat(sleeper.pauses()).containsExactly(Duration.ofSeconds(60));
            }
        }

        @Test
        void a_later_answer_that_something_is_left_ends_the_wait() {
            tellRequests(none.reset(Duration.ofSeconds(60)));
            OpenAiToolService twice = (request, context) -> {
                context.rateLimits(told);
                tellRequests(Allowance.unknown().limit(500).remaining(9));
                context.rateLimits(told);
                return reply("x", TokenUsage.none());
            };
            try (var engine =
                    ToolFlowEngine.builder(twice).clock(clock).sleeper(sleeper).build()) {
                engine.run(ONE, TEA);
                engine.run(ONE, TEA);

                assertThat(sleeper.pauses()).isEmpty();
            }
        }

        @Test
        void nothing_waits_where_the_limit_itself_is_none() {
            tellRequests(none.limit(0).reset(Duration.ofSeconds(60)));
            try (var engine = engine(RateLimits.none().requestsPerMinute(2))) {
                engine.run(ONE, TEA);
                engine.run(ONE, TEA);

                assertThat(sleeper.pauses()).isEmpty();
            }
        }

        @Test
        void nothing_waits_where_it_does_not_say_until_when() {
            tellRequests(none);
            try (var engine = engine(RateLimits.none())) {
                engine.run(ONE, TEA);
                engine.run(ONE, TEA);

                assertThat(sleeper.pauses()).isEmpty();
            }
        }

        @Test
        void it_may_say_so_in_a_refusal() {
            OpenAiToolService refusing = (request, context) -> {
                if (sleeper.pauses().isEmpty()) {
                    context.rateLimits(new RateLimitStatus(none.reset(Duration.ofSeconds(30)), Allowance.unknown()));
                    throw new ToolCallException.Transient("429");
                }
                return reply("x", TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.builder(refusing)
                    .clock(clock)
                    .sleeper(sleeper)
                    .build()) {
                engine.run(ONE, TEA).output();

                assertThat(sleeper.sum()).isEqualTo(Duration.ofSeconds(30));
            }
        }
    }

    @Nested
    class When_the_provider_says_its_limit {
        @Test
        void a_lower_one_holds_in_place_of_the_configured() {
            tellRequests(Allowance.unknown().limit(6).remaining(1));
            try (var engine = engine(RateLimits.none().requestsPerMinute(60))) {
                engine.run(ONE, TEA);
                told = RateLimitStatus.unknown();
                engine.run(ONE, TEA);
                assertThat(sleeper.pauses()).isEmpty();

                engine.run(ONE, TEA);
                engine.run(ONE, TEA);
                assertThat(sleeper.pauses()).hasSize(2).endsWith(Duration.ofSeconds(10));
            }
        }

        @Test
        void a_higher_one_does_not() {
            tellRequests(Allowance.unknown().limit(500).remaining(499));
            try (var engine = engine(RateLimits.none().requestsPerMinute(2))) {
                engine.run(ONE, TEA);
                engine.run(ONE, TEA);
                engine.run(ONE, TEA);

                assertThat(sleeper.pauses()).containsExactly(Duration.ofSeconds(30));
            }
        }

        @Test
        void what_others_used_of_it_counts() {
            tellRequests(Allowance.unknown().limit(60).remaining(1));
            try (var engine = engine(RateLimits.none().requestsPerMinute(60))) {
                engine.run(ONE, TEA);
                told = RateLimitStatus.unknown();
                engine.run(ONE, TEA);
                engine.run(ONE, TEA);

                assertThat(sleeper.pauses()).containsExactly(Duration.ofSeconds(1));
            }
        }
    }
}
