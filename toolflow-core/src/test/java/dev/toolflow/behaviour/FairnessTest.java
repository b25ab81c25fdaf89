package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.topicOf;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.EngineBuilder;
import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FairnessTest {
    private static final ToolFlow<Topic, Line> ONE = flowOf(ToolCallStep.of(WRITE));

    private final Gate allWait = new Gate();
    private final Semaphore answered = new Semaphore(0);
    private final List<String> served = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger begun = new AtomicInteger();

    /** One call at a time, so that calls come here in the order in which they are let through. */
    private EngineBuilder engine(OpenAiToolService service) {
        return ToolFlowEngine.builder(service).callsInFlight(1).listener(event -> {
            if (event instanceof ToolFlowEvent.AttemptStarted) {
                begun.incrementAndGet();
            }
        });
    }

    private ToolCallResponse answer(ToolCallRequest request) {
        served.add(topicOf(request));
        answered.release();
        return reply("x", TokenUsage.none());
    }

    private static List<FlowRun<Line>> start(ToolFlowEngine engine, String tenant, int runs) {
        List<FlowRun<Line>> started = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            started.add(
                    engine.start(ONE, new Topic(tenant), RunOptions.defaults().tenant(tenant)));
        }
        return started;
    }

    /** Runs of one tenant behind those of another; those that have a thread of their own have come to where they wait. */
    private List<FlowRun<Line>> startAll(ToolFlowEngine engine, int many, int few) {
        List<FlowRun<Line>> runs = start(engine, "many", many);
        runs.addAll(start(engine, "few", few));
        if (VirtualThreads.areUsed()) {
            await().atMost(60, SECONDS).until(() -> begun.get() == many + few && VirtualThreads.allWait());
        } else {
            await().atMost(60, SECONDS).until(VirtualThreads::allOthersWait);
        }
        return runs;
    }

    /**
     * How often it may be the turn of the few while none of them is at the gate: never where each run has a thread of its own; where
     * runs share the pool's, as often as it has threads, each of which may be between two runs just then.
     */
    private static int late() {
        return VirtualThreads.areUsed() ? 0 : 32;
    }

    /** How many calls were made until all of the few were. */
    private int callsUntilTheLastOfFew(List<FlowRun<Line>> runs) {
        runs.forEach(run -> run.result().orTimeout(60, SECONDS).join());
        assertThat(served).hasSize(runs.size());
        return served.lastIndexOf("few") + 1;
    }

    @Nested
    class A_tenant_with_9_900_runs {
        /** The one call before is that which was under way when the few came. */
        @Test
        void does_not_delay_one_with_100_by_more_than_twice() {
            OpenAiToolService service = (request, context) -> {
                allWait.pass();
                return answer(request);
            };
            try (var engine = engine(service).build()) {
                List<FlowRun<Line>> runs = startAll(engine, 9_900, 100);
                allWait.open();

                assertThat(callsUntilTheLastOfFew(runs)).isBetween(100, 1 + 2 * 100 + late());
            }
        }
    }

    @Nested
    class Under_a_rate_limit_a_tenant_with_990_runs {
        /** A minute has passed when the call of the minute before was answered. */
        private void pause(MutableClock clock, Duration pause) throws InterruptedException {
            allWait.passOrInterrupted();
            answered.acquire();
            clock.advance(pause);
        }

        /** The two calls before are that of the first minute and that which waited for the second when the few came. */
        @Test
        void does_not_delay_one_with_10_by_more_than_twice() {
            MutableClock clock = new MutableClock();
            try (var engine = engine((request, context) -> answer(request))
                    .limits(RateLimits.none().requestsPerMinute(1))
                    .clock(clock)
                    .sleeper(pause -> pause(clock, pause))
                    .build()) {
                List<FlowRun<Line>> runs = startAll(engine, 990, 10);
                allWait.open();

                assertThat(callsUntilTheLastOfFew(runs)).isBetween(10, 2 + 2 * 10);
            }
        }
    }
}
