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
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@Timeout(120)
class CodeBesideStepsTest {
    private static final int MOST = 1_024;

    private final Gate mayEnd = new Gate();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final ToolFlowEngine engine = ToolFlowEngine.builder((request, context) -> reply("x", TokenUsage.none()))
            .callsInFlight(2 * MOST)
            .build();

    /** Its audit ends when all may, whatever interrupts it. */
    private ToolFlow<Topic, Line> auditedWithin(Duration deadline) {
        return flowOf(ToolCallStep.of(WRITE).deadline(deadline).audit(line -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            mayEnd.passUninterrupted();
            now.decrementAndGet();
            return List.of();
        }));
    }

    private List<FlowRun<Line>> start(ToolFlow<Topic, Line> flow, int runs) {
        return Stream.generate(() -> engine.start(flow, TEA)).limit(runs).toList();
    }

    private static RunStatus ended(FlowRun<Line> run) {
        return run.result().orTimeout(60, SECONDS).join().status();
    }

    @Nested
    class Audits_of_steps_with_a_deadline {
        @Test
        @EnabledForJreRange(min = JRE.JAVA_24)
        void have_so_many_threads_at_most_and_wait_for_one_until_their_run_ends() {
            try (engine) {
                ToolFlow<Topic, Line> flow = auditedWithin(Duration.ofHours(1));
                List<FlowRun<Line>> runs = start(flow, MOST + 100);
                await().atMost(60, SECONDS).until(() -> now.get() >= MOST && VirtualThreads.allWait());
                FlowRun<Line> cancelled = engine.start(flow, TEA);
                cancelled.cancel();
                assertThat(ended(cancelled)).isEqualTo(RunStatus.CANCELLED);
                mayEnd.open();

                assertThat(runs).allSatisfy(run -> assertThat(ended(run)).isEqualTo(RunStatus.COMPLETED));
                assertThat(most).hasValue(MOST);
            }
        }

        @Test
        void do_not_count_any_more_when_they_are_left_to_themselves() {
            try (engine) {
                ToolFlow<Topic, Line> flow = auditedWithin(Duration.ofSeconds(1));
                for (int i = 0; i < 8 && now.get() <= MOST; i++) {
                    start(flow, MOST / 2).forEach(run -> assertThat(ended(run)).isEqualTo(RunStatus.FAILED));
                }

                assertThat(now.get()).isGreaterThan(MOST);
                mayEnd.open();
            }
        }
    }
}
