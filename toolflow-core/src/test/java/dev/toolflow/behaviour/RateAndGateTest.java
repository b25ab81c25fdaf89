package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.FlowRun;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RateAndGateTest {
    private static final int CALLS = 50;
    private static final ToolFlow<Topic, Line> ONE = flowOf(ToolCallStep.of(WRITE));

    private final MutableClock clock = new MutableClock();
    private final MovingSleeper sleeper = new MovingSleeper(clock);
    private final Gate answered = new Gate();
    private final AtomicInteger held = new AtomicInteger();
    private final List<Instant> sent = Collections.synchronizedList(new ArrayList<>());

    private final OpenAiToolService service = (request, context) -> {
        if (request.model().equals("slow")) {
            held.incrementAndGet();
            answered.pass();
        } else {
            sent.add(clock.instant());
        }
        return reply("x", TokenUsage.none());
    };

    private ToolFlowEngine engine(RateLimits limits) {
        return ToolFlowEngine.builder(service)
                .clock(clock)
                .sleeper(sleeper)
                .callsInFlight(1)
                .limits("gpt", limits)
                .build();
    }

    /** Starts so many runs while the only place is taken, and returns when each of them waits. */
    private List<FlowRun<Line>> waiting(ToolFlowEngine engine, int count) {
        engine.start(flowOf(ToolCallStep.of(WRITE).model("slow")), TEA);
        await().until(() -> held.get() == 1);
        var runs =
                IntStream.range(0, count).mapToObj(i -> engine.start(ONE, TEA)).toList();
        if (VirtualThreads.areUsed()) {
            await().until(VirtualThreads::allWait);
        }
        return runs;
    }

    private static void assertCompleted(List<FlowRun<Line>> runs) {
        assertThat(runs)
                .allSatisfy(run -> assertThat(
                                run.result().orTimeout(20, SECONDS).join().status())
                        .isEqualTo(RunStatus.COMPLETED));
    }

    /** A bucket that is full gives a minute's worth at once, and is refilled with another within the minute. */
    private void assertNoMinuteHasMoreThan(int most) {
        assertThat(sent)
                .hasSize(CALLS)
                .allSatisfy(at -> assertThat(sent)
                        .filteredOn(other -> !other.isBefore(at) && other.isBefore(at.plusSeconds(60)))
                        .hasSizeLessThanOrEqualTo(most));
    }

    @Nested
    class Calls_that_wait_for_their_rate_while_no_place_is_free {
        @Test
        void are_sent_no_faster_afterwards_than_their_rate_allows() {
            try (var engine = engine(RateLimits.none().requestsPerMinute(10))) {
                var runs = waiting(engine, CALLS);
                clock.advance(Duration.ofMinutes(5));

                answered.open();
                assertCompleted(runs);
                assertNoMinuteHasMoreThan(10 + 10);
            }
        }

        @Test
        void leave_their_share_to_others_when_they_are_cancelled() {
            try (var engine = engine(RateLimits.none().requestsPerMinute(1))) {
                var runs = waiting(engine, 3);

                runs.subList(0, 2).forEach(FlowRun::cancel);
                answered.open();
                assertCompleted(runs.subList(2, 3));
                assertThat(sleeper.pauses()).isEmpty();
                assertThat(sent).hasSize(1);
            }
        }
    }
}
