package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.toolflow.FlowRun;
import dev.toolflow.RejectedRunException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineThatIsClosedTest {
    private static final class Cooperative implements OpenAiToolService, AutoCloseable {
        private final Gate called = new Gate();
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public ToolCallResponse executeToolCall(ToolCallRequest request, CallContext context) {
            Gate cancelled = new Gate();
            context.onCancel(cancelled::open);
            called.open();
            cancelled.passUninterrupted();
            throw new ToolCallException.Cancelled("given up", CallReceipt.none(), null);
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private static Set<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("toolflow-"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void takes_no_run_any_more() {
        ToolFlowEngine engine = ToolFlowEngine.create(MockOpenAiToolService.create());
        engine.close();

        assertThatThrownBy(() -> engine.run(ONE_LINE, TEA))
                .isInstanceOf(RejectedRunException.class)
                .hasMessageContaining("the engine is closed");
        assertThatThrownBy(() -> engine.start(ONE_LINE, TEA)).isInstanceOf(RejectedRunException.class);
    }

    @Test
    void may_be_closed_again() {
        ToolFlowEngine engine = ToolFlowEngine.create(MockOpenAiToolService.create());
        engine.close();
        engine.close();

        assertThatThrownBy(() -> engine.run(ONE_LINE, TEA)).isInstanceOf(RejectedRunException.class);
    }

    @Test
    void has_ended_the_runs_that_were_under_way_and_told_so() {
        Cooperative service = new Cooperative();
        RecordingListener listener = new RecordingListener();
        ToolFlowEngine engine =
                ToolFlowEngine.builder(service).listener(listener).build();
        FlowRun<Line> run = engine.start(ONE_LINE, TEA);
        service.called.pass();

        engine.close();

        assertThat(run.result()).isCompleted();
        assertThat(run.result().join().status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(listener.events().get(listener.events().size() - 1))
                .isInstanceOfSatisfying(
                        ToolFlowEvent.RunFinished.class,
                        finished -> assertThat(finished.status()).isEqualTo("CANCELLED"));
    }

    @Test
    void ends_runs_whose_steps_wait_for_a_turn() {
        Cooperative service = new Cooperative();
        ToolFlowEngine engine = ToolFlowEngine.builder(service).callsInFlight(1).build();
        List<FlowRun<Line>> runs = IntStream.range(0, 50)
                .mapToObj(i -> engine.start(ONE_LINE, TEA))
                .toList();
        service.called.pass();

        engine.close();

        assertThat(runs).allSatisfy(run -> assertThat(run.result()).isCompleted());
    }

    @Test
    void leaves_the_service_open() {
        Cooperative service = new Cooperative();
        ToolFlowEngine.create(service).close();

        assertThat(service.closed).isFalse();
    }

    @Test
    void leaves_no_thread_behind() {
        Set<Thread> before = ours();
        MockOpenAiToolService mock = MockOpenAiToolService.create();
        mock.on(WRITE).answer(request -> CALM);
        ToolFlowEngine engine =
                ToolFlowEngine.builder(mock).listener(event -> {}).build();
        for (int i = 0; i < 20; i++) {
            engine.run(ONE_LINE, TEA, RunOptions.defaults().deadline(Duration.ofMinutes(1)));
        }

        engine.close();

        await().until(() -> {
            Set<Thread> left = ours();
            left.removeAll(before);
            return left.isEmpty();
        });
    }

    @Test
    void may_be_closed_by_who_hears_of_the_result() {
        MockOpenAiToolService mock = MockOpenAiToolService.create();
        mock.on(WRITE).reply(CALM);
        ToolFlowEngine engine = ToolFlowEngine.create(mock);

        var closed = engine.start(ONE_LINE, TEA).result().thenRun(engine::close);

        closed.orTimeout(20, SECONDS).join();
        assertThatThrownBy(() -> engine.run(ONE_LINE, TEA)).isInstanceOf(RejectedRunException.class);
    }

    @Test
    void may_be_closed_by_a_step_of_its_own() {
        AtomicReference<ToolFlowEngine> engine = new AtomicReference<>();
        engine.set(ToolFlowEngine.create(MockOpenAiToolService.create()));
        var suicidal = ToolFlow.define(
                "last",
                Topic.class,
                (flow, topic) -> flow.local("close", topic, t -> {
                    engine.get().close();
                    return t;
                }));

        var result = engine.get()
                .start(suicidal, TEA)
                .result()
                .orTimeout(20, SECONDS)
                .join();

        assertThat(result.steps()).hasSize(1);
    }

    @Test
    void ends_or_refuses_every_run_that_is_started_while_it_closes() {
        MockOpenAiToolService mock = MockOpenAiToolService.create();
        mock.on(WRITE).answer(request -> CALM);
        for (int round = 0; round < 50; round++) {
            ToolFlowEngine engine = ToolFlowEngine.create(mock);
            Meeting start = new Meeting(2);
            Thread closer = new Thread(() -> {
                start.join();
                engine.close();
            });
            closer.start();
            start.join();
            try {
                for (int i = 0; i < 200; i++) {
                    engine.start(ONE_LINE, TEA, RunOptions.defaults().deadline(Duration.ofMinutes(1)))
                            .result()
                            .orTimeout(20, SECONDS)
                            .join();
                }
            } catch (RejectedRunException closed) {
                assertThat(closed).hasMessageContaining("closed");
            }
            joined(closer);
        }
    }

    private void joined(Thread thread) {
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
