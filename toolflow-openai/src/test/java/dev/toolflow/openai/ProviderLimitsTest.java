package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.testkit.FakeOpenAiServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProviderLimitsTest {
    record Topic(String text) {}

    record Line(String text) {}

    private static final StepDefinition<Topic, Line> WRITE = ChatStepDefinition.named(
                    "write_line", Topic.class, Line.class)
            .description("Writes a line")
            .instructions("You are a poet.")
            .build();
    private static final ToolFlow<Topic, Line> ONE =
            ToolFlow.define("one-line", Topic.class, (flow, topic) -> flow.step(WRITE, topic));

    /** Goes on when the engine waits. */
    private static final class WaitingClock extends Clock {
        private final List<Duration> waits = new CopyOnWriteArrayList<>();
        private volatile Instant now = Instant.parse("2026-11-26T10:00:00Z");

        void sleep(Duration pause) {
            waits.add(pause);
            now = now.plus(pause);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("always UTC");
        }
    }

    @Test
    void an_engine_waits_where_the_headers_say_that_nothing_is_left_and_is_never_refused() {
        WaitingClock clock = new WaitingClock();
        try (FakeOpenAiServer server = FakeOpenAiServer.builder()
                        .limits(2, 1_000_000)
                        .clock(clock)
                        .start();
                DefaultOpenAiToolService service = Calls.service(server.baseUrl());
                ToolFlowEngine engine = ToolFlowEngine.builder(service)
                        .clock(clock)
                        .sleeper(clock::sleep)
                        .build()) {
            for (int i = 0; i < 5; i++) {
                engine.run(ONE, new Topic("tea")).output();
            }

            assertThat(server.requests()).hasSize(5);
            assertThat(server.ledger().calls()).hasSize(5);
            assertThat(clock.waits).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(1));
        }
    }
}
