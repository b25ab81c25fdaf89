package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.topicOf;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.EngineBuilder;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.TenantSettings;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent.LimitWait;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitingTenantsTest {
    private static final int IN_FLIGHT = 16;
    private static final int RUNS = 40;
    private static final ToolFlow<Topic, Line> ONE = flowOf(ToolCallStep.of(WRITE));

    private final RecordingListener listener = new RecordingListener();
    private final AtomicInteger sleeping = new AtomicInteger();
    private final OpenAiToolService service = (request, context) -> {
        if (topicOf(request).equals("busy")) {
            throw new ToolCallException.Transient("503", CallReceipt.none(), Duration.ofSeconds(10), null);
        }
        return reply("x", TokenUsage.none());
    };

    /** An engine where who sleeps does so until it is closed. */
    private EngineBuilder engine() {
        return ToolFlowEngine.builder(service)
                .callsInFlight(IN_FLIGHT)
                .clock(new MutableClock())
                .listener(listener)
                .sleeper(pause -> {
                    sleeping.incrementAndGet();
                    new Gate().passOrInterrupted();
                });
    }

    private static void start(ToolFlowEngine engine, String tenant, String topic) {
        for (int i = 0; i < RUNS; i++) {
            engine.start(ONE, new Topic(topic), RunOptions.defaults().tenant(tenant));
        }
    }

    private static void assertGetsOn(ToolFlowEngine engine, String tenant) {
        var run = engine.start(ONE, new Topic("tea"), RunOptions.defaults().tenant(tenant));
        assertThat(run.result().orTimeout(20, SECONDS).join().status()).isEqualTo(RunStatus.COMPLETED);
    }

    private long waits() {
        return listener.events().stream().filter(LimitWait.class::isInstance).count();
    }

    @Nested
    class A_tenant_gets_on_while_all_steps_of_another {
        @Test
        void wait_for_its_rate() {
            try (var engine = engine().tenant(
                            "slow",
                            TenantSettings.none().limits(RateLimits.none().requestsPerMinute(1)))
                    .build()) {
                start(engine, "slow", "tea");
                await().until(() -> waits() >= IN_FLIGHT);

                assertGetsOn(engine, "quick");
            }
        }

        @Test
        void wait_for_a_repeat() {
            try (var engine = engine().build()) {
                start(engine, "slow", "busy");
                await().until(() -> sleeping.get() >= IN_FLIGHT);

                assertGetsOn(engine, "quick");
            }
        }
    }
}
