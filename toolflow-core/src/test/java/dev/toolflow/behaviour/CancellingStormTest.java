package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FanOut;
import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.limit.CircuitBreakerPolicy;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class CancellingStormTest {
    private static final int CALLS_IN_FLIGHT = 4;
    private static final int RUNS = 200;

    private static final ToolFlow<Topic, Line> WIDE = ToolFlow.define("wide", Topic.class, (flow, topic) -> {
        var lines = flow.each(
                ToolCallStep.of(WRITE).onFailure(OnFailure.CONTINUE),
                topic.map(t -> Collections.nCopies(5, t)),
                FanOut.atMost(3));
        var beside = flow.step(writing("beside"), topic);
        return flow.step(writing("last"), lines.and(beside).map((all, one) -> new Topic(one.text())));
    });

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private OpenAiToolService moody(Random random) {
        return (request, context) -> {
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            try {
                int mood;
                synchronized (random) {
                    mood = random.nextInt(8);
                }
                switch (mood) {
                    case 0 -> throw new ToolCallException.Transient("503");
                    case 1 -> throw new ToolCallException.Rejected("400");
                    case 2 -> {
                        return reply(Lines.TOO_LONG.text(), TokenUsage.of(1, 1));
                    }
                    default -> {
                        Thread.yield();
                        return reply(topicOf(request), TokenUsage.of(1, 1));
                    }
                }
            } finally {
                inFlight.decrementAndGet();
            }
        };
    }

    @Nested
    class Runs_that_are_cancelled_at_any_moment {
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void all_end_and_give_back_every_turn(long seed) {
            Random random = new Random(seed);
            Meeting ofAllTurns = new Meeting(CALLS_IN_FLIGHT);
            OpenAiToolService moody = moody(new Random(seed));
            OpenAiToolService service = (request, context) -> {
                if (request.stepId().startsWith("check")) {
                    ofAllTurns.join();
                    return reply("x", TokenUsage.none());
                }
                return moody.executeToolCall(request, context);
            };
            try (var engine = ToolFlowEngine.builder(service)
                    .sleeper(pause -> Thread.yield())
                    .callsInFlight(CALLS_IN_FLIGHT)
                    .runsAdmitted(RUNS)
                    .limits(RateLimits.none().requestsPerMinute(10))
                    .limits("unlimited", RateLimits.none())
                    .circuitBreaker(CircuitBreakerPolicy.off())
                    .build()) {
                List<FlowRun<Line>> runs = new ArrayList<>();
                for (int i = 0; i < RUNS; i++) {
                    runs.add(engine.start(WIDE, TEA, RunOptions.defaults().tenant("tenant " + random.nextInt(5))));
                    if (random.nextBoolean()) {
                        runs.get(random.nextInt(runs.size())).cancel();
                    }
                }

                assertThat(runs).allSatisfy(run -> {
                    var result = run.result().orTimeout(30, SECONDS).join();
                    assertThat(result.steps()).extracting(step -> step.status()).doesNotContainNull();
                    if (result.status() == RunStatus.COMPLETED) {
                        assertThat(result.steps()).allMatch(step -> step.status() == StepStatus.COMPLETED);
                    }
                });
                assertThat(most.get()).isLessThanOrEqualTo(CALLS_IN_FLIGHT);
                assertThat(inFlight).hasValue(0);
                assertThat(engine.run(checks(), TEA).status()).isEqualTo(RunStatus.COMPLETED);
            }
        }

        private ToolFlow<Topic, List<Line>> checks() {
            return ToolFlow.define(
                    "checks",
                    Topic.class,
                    (flow, topic) -> flow.each(
                            ToolCallStep.of(WRITE).as("check").model("unlimited"),
                            topic.map(t -> Collections.nCopies(CALLS_IN_FLIGHT, t))));
        }
    }
}
