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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FairnessTest {
    private static final int IN_FLIGHT = 4;

    /** Where steps have threads of their own, some have begun and are still on their way into the queue. */
    private static final int LATECOMERS = 100;

    private static final ToolFlow<Topic, Line> ONE = flowOf(ToolCallStep.of(WRITE));

    private final Gate allWait = new Gate();
    private final List<String> served = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger begun = new AtomicInteger();
    private final OpenAiToolService service = (request, context) -> {
        allWait.pass();
        served.add(topicOf(request));
        return reply("x", TokenUsage.none());
    };

    private EngineBuilder engine() {
        return ToolFlowEngine.builder(service).callsInFlight(IN_FLIGHT).listener(event -> {
            if (event instanceof ToolFlowEvent.AttemptStarted) {
                begun.incrementAndGet();
            }
        });
    }

    private static List<FlowRun<Line>> start(ToolFlowEngine engine, String tenant, int runs) {
        List<FlowRun<Line>> started = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            started.add(
                    engine.start(ONE, new Topic(tenant), RunOptions.defaults().tenant(tenant)));
        }
        return started;
    }

    /** Runs of one tenant behind those of another; returns how many calls were made until all of the second were. */
    private int callsUntilTheLastOfFew(ToolFlowEngine engine, int many, int few) {
        List<FlowRun<Line>> runs = start(engine, "many", many);
        runs.addAll(start(engine, "few", few));
        int beginAtOnce = Runtime.version().feature() >= 21 ? many + few : IN_FLIGHT;
        await().atMost(60, SECONDS).until(() -> begun.get() >= beginAtOnce);
        allWait.open();
        runs.forEach(run -> run.result().orTimeout(60, SECONDS).join());
        return served.lastIndexOf("few") + 1;
    }

    @Nested
    class A_tenant_with_9_900_runs {
        @Test
        void does_not_delay_one_with_100_by_more_than_twice() {
            try (var engine = engine().build()) {
                int calls = callsUntilTheLastOfFew(engine, 9_900, 100);

                assertThat(served).hasSize(10_000);
                assertThat(calls).isBetween(100, 2 * 100 + LATECOMERS);
            }
        }
    }

    @Nested
    class Under_a_rate_limit_a_tenant_with_990_runs {
        @Test
        void does_not_delay_one_with_10_by_more_than_twice() {
            MutableClock clock = new MutableClock();
            allWait.open();
            Gate mayPass = new Gate();
            try (var engine = engine().limits(RateLimits.none().requestsPerMinute(IN_FLIGHT))
                    .clock(clock)
                    .sleeper(pause -> {
                        mayPass.passOrInterrupted();
                        clock.advance(pause);
                    })
                    .build()) {
                List<FlowRun<Line>> runs = start(engine, "many", 990);
                runs.addAll(start(engine, "few", 10));
                int beginAtOnce = Runtime.version().feature() >= 21 ? 1_000 : 2 * IN_FLIGHT;
                await().atMost(60, SECONDS).until(() -> begun.get() >= beginAtOnce);
                mayPass.open();
                runs.forEach(run -> run.result().orTimeout(60, SECONDS).join());

                assertThat(served.lastIndexOf("few") + 1).isBetween(10, 2 * 10 + LATECOMERS);
            }
        }
    }
}
