package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.writing;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.FlowRun;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent.LimitWait;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LimitWaitsTest {
    private static final ToolFlow<Topic, Line> ONE = flowOf(ToolCallStep.of(WRITE));

    private final MutableClock clock = new MutableClock();
    private final RecordingListener listener = new RecordingListener();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger sleeping = new AtomicInteger();
    private final Gate minuteOver = new Gate();
    private final OpenAiToolService service = (request, context) -> {
        calls.incrementAndGet();
        if (request.stepId().equals("fails")) {
            await().until(() -> sleeping.get() == 1);
            throw new ToolCallException.Rejected("400");
        }
        return reply("x", TokenUsage.none());
    };
    private final ToolFlowEngine engine = ToolFlowEngine.builder(service)
            .limits("gpt", RateLimits.none().requestsPerMinute(1))
            .clock(clock)
            .sleeper(pause -> {
                sleeping.incrementAndGet();
                try {
                    minuteOver.passOrInterrupted();
                    clock.advance(pause);
                } finally {
                    sleeping.decrementAndGet();
                }
            })
            .listener(listener)
            .build();

    /** Takes the only call of this minute; then so many wait. */
    private FlowRun<Line> waiting(int all) {
        FlowRun<Line> run = engine.start(ONE, TEA);
        await().until(() -> waits() == all && sleeping.get() == 1);
        return run;
    }

    private long waits() {
        return listener.events().stream().filter(LimitWait.class::isInstance).count();
    }

    private static <O> ToolFlowResult<O> ended(FlowRun<O> run) {
        return run.result().orTimeout(20, SECONDS).join();
    }

    @Nested
    class A_run_that_waits_for_its_rate {
        @Test
        void ends_when_it_is_cancelled_and_leaves_its_turn_to_the_next() {
            try (engine) {
                engine.run(ONE, TEA);
                FlowRun<Line> first = waiting(1);
                FlowRun<Line> second = waiting(2);
                FlowRun<Line> third = waiting(3);

                second.cancel();
                assertThat(ended(second).status()).isEqualTo(RunStatus.CANCELLED);
                first.cancel();
                assertThat(ended(first).status()).isEqualTo(RunStatus.CANCELLED);
                assertThat(ended(first).step(WRITE).status()).isEqualTo(StepStatus.CANCELLED);
                await().until(() -> sleeping.get() == 1);
                minuteOver.open();

                assertThat(ended(third).status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(calls).hasValue(2);
                assertThat(sleeping).hasValue(0);
            }
        }

        @Test
        void gives_back_nothing_that_it_did_not_take() {
            try (engine) {
                engine.run(ONE, TEA);
                FlowRun<Line> first = waiting(1);
                first.cancel();
                ended(first);
                clock.advance(Duration.ofMinutes(1));
                engine.run(ONE, TEA);

                waiting(2);
                assertThat(calls).hasValue(2);
            }
        }

        @Test
        void ends_when_a_step_beside_it_fails() {
            ToolFlow<Topic, String> pair = ToolFlow.define("pair", Topic.class, (flow, topic) -> {
                var waits = flow.step(WRITE, topic);
                var fails = flow.step(ToolCallStep.of(writing("fails")).model("another"), topic);
                return waits.and(fails).map((a, b) -> a.text() + b.text());
            });
            try (engine) {
                engine.run(ONE, TEA);

                var result = ended(engine.start(pair, TEA));

                assertThat(result.status()).isEqualTo(RunStatus.FAILED);
                assertThat(result.step(WRITE).status()).isEqualTo(StepStatus.CANCELLED);
                assertThat(sleeping).hasValue(0);
            }
        }

        @Test
        void ends_when_the_engine_is_closed() {
            engine.run(ONE, TEA);
            FlowRun<Line> first = waiting(1);
            FlowRun<Line> second = waiting(2);

            engine.close();

            assertThat(ended(first).status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(ended(second).status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(sleeping).hasValue(0);
            assertThat(calls).hasValue(1);
        }
    }
}
