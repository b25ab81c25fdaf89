package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FlowRun;
import dev.toolflow.Ref;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.UnknownRunException;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DecidedOrCancelledTest {
    private static final int RACES = 3_000;

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        other.shutdown();
        engine.close();
    }

    /** What is decided goes on to a gate, which a cancel need not end in time, but no further. */
    private static ToolFlow<Topic, Topic> gated(Gate gate) {
        return ToolFlow.define("gated", Topic.class, (flow, topic) -> {
            Ref<Topic> behind = flow.local("behind", flow.approve("ok", topic, Topic.class), answer -> {
                gate.pass();
                return answer;
            });
            return flow.local("last", behind, answer -> answer);
        });
    }

    @Test
    void a_run_that_is_decided_and_cancelled_at_once_is_either_cancelled_or_not_decided() throws Exception {
        for (int race = 0; race < RACES; race++) {
            Gate cancelled = new Gate();
            Meeting both = new Meeting(2);
            FlowRun<Topic> run = engine.start(gated(cancelled), TEA);
            run.result().join();

            Future<?> cancelling = other.submit(() -> {
                both.join();
                run.cancel();
            });
            both.join();
            Optional<FlowRun<Topic>> decided = decided(run);
            cancelling.get();
            cancelled.open();

            assertThat(decided.map(next -> next.result().join().status()))
                    .isIn(Optional.empty(), Optional.of(RunStatus.CANCELLED));
        }
    }

    private static Optional<FlowRun<Topic>> decided(FlowRun<Topic> run) {
        try {
            return Optional.of(run.decide("ok", TEA));
        } catch (UnknownRunException e) {
            return Optional.empty();
        }
    }

    @Test
    void a_run_that_was_cancelled_is_not_decided_while_its_last_call_ends() {
        Gate called = new Gate();
        Gate ends = new Gate();
        mock.on(WRITE).answer(request -> {
            called.open();
            ends.passUninterrupted();
            return CALM;
        });
        ToolFlow<Topic, Line> beside = ToolFlow.define("beside", Topic.class, (flow, topic) -> {
            var line = flow.step(ToolCallStep.of(WRITE), topic);
            return flow.approve("ok", topic, Line.class).and(line).map((answer, written) -> answer);
        });
        FlowRun<Line> run = engine.start(beside, TEA);
        called.pass();
        run.cancel();

        assertThatThrownBy(() -> run.decide("ok", CALM))
                .isInstanceOf(UnknownRunException.class)
                .hasMessageContaining("is CANCELLED and asks nothing any more");
        ends.open();
        assertThat(run.result().join().status()).isEqualTo(RunStatus.CANCELLED);
    }
}
