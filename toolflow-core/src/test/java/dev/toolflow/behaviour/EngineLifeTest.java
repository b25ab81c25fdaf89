package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.toolflow.FlowRun;
import dev.toolflow.InvalidInputException;
import dev.toolflow.RejectedRunException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineLifeTest {
    private static final StepDefinition<Topic, Line> NEXT = writing("next");
    private static final ToolFlow<Topic, Line> ONE = flowOf(ToolCallStep.of(WRITE));

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

    @Nested
    class An_engine_that_is_closed {
        @Test
        void takes_no_run_any_more() {
            ToolFlowEngine engine = ToolFlowEngine.create(MockOpenAiToolService.create());
            engine.close();

            assertThatThrownBy(() -> engine.run(ONE, TEA))
                    .isInstanceOf(RejectedRunException.class)
                    .hasMessageContaining("the engine is closed");
            assertThatThrownBy(() -> engine.start(ONE, TEA)).isInstanceOf(RejectedRunException.class);
        }

        @Test
        void may_be_closed_again() {
            ToolFlowEngine engine = ToolFlowEngine.create(MockOpenAiToolService.create());
            engine.close();
            engine.close();

            assertThatThrownBy(() -> engine.run(ONE, TEA)).isInstanceOf(RejectedRunException.class);
        }

        @Test
        void has_ended_the_runs_that_were_under_way_and_told_so() {
            Cooperative service = new Cooperative();
            RecordingListener listener = new RecordingListener();
            ToolFlowEngine engine =
                    ToolFlowEngine.builder(service).listener(listener).build();
            FlowRun<Line> run = engine.start(ONE, TEA);
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
            ToolFlowEngine engine =
                    ToolFlowEngine.builder(service).callsInFlight(1).build();
            List<FlowRun<Line>> runs =
                    IntStream.range(0, 50).mapToObj(i -> engine.start(ONE, TEA)).toList();
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
                engine.run(ONE, TEA, RunOptions.defaults().deadline(Duration.ofMinutes(1)));
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

            var closed = engine.start(ONE, TEA).result().thenRun(engine::close);

            closed.orTimeout(20, SECONDS).join();
            assertThatThrownBy(() -> engine.run(ONE, TEA)).isInstanceOf(RejectedRunException.class);
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
                        engine.start(ONE, TEA, RunOptions.defaults().deadline(Duration.ofMinutes(1)))
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

    @Nested
    class An_engine_that_is_full {
        @Test
        void refuses_a_run_with_the_remedy_and_takes_one_when_another_has_ended() {
            Gate called = new Gate();
            Gate mayEnd = new Gate();
            OpenAiToolService service = (request, context) -> {
                called.open();
                mayEnd.pass();
                return reply("x", TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.builder(service).runsAdmitted(1).build()) {
                FlowRun<Line> first = engine.start(ONE, TEA);
                called.pass();

                assertThatThrownBy(() -> engine.start(ONE, TEA))
                        .isInstanceOf(RejectedRunException.class)
                        .hasMessageContaining("the engine admits (1)")
                        .hasMessageContaining("raise runsAdmitted");

                mayEnd.open();
                first.result().orTimeout(20, SECONDS).join();
                assertThat(engine.run(ONE, TEA).status()).isEqualTo(RunStatus.COMPLETED);
            }
        }

        @Test
        void is_not_filled_by_runs_that_it_refused() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(WRITE).answer(request -> CALM);
            try (var engine = ToolFlowEngine.builder(mock).runsAdmitted(1).build()) {
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> engine.run(ONE, new Topic(" ")))
                            .isInstanceOf(InvalidInputException.class)
                            .hasMessage("text: must not be blank");
                }

                assertThat(engine.run(ONE, TEA).status()).isEqualTo(RunStatus.COMPLETED);
            }
        }
    }

    @Nested
    class Bad_settings {
        @Test
        void are_refused_by_name() {
            var builder = ToolFlowEngine.builder(MockOpenAiToolService.create());

            assertThatThrownBy(() -> builder.callsInFlight(0)).hasMessageContaining("callsInFlight");
            assertThatThrownBy(() -> builder.runsAdmitted(0)).hasMessageContaining("runsAdmitted");
            assertThatThrownBy(() -> RunOptions.defaults().id("a/b")).hasMessageContaining("id");
            assertThatThrownBy(() -> RunOptions.defaults().id("a\r\nb")).hasMessageContaining("id");
        }
    }

    @Nested
    class A_thousand_runs_of_one_flow_at_once {
        @Test
        void do_not_mix_their_values_their_usage_or_their_ids() {
            OpenAiToolService service = (request, context) -> {
                String topic = topicOf(request);
                int number = Integer.parseInt(topic.replaceAll("\\D", ""));
                return reply(request.stepId() + " " + topic, TokenUsage.of(number, 2L * number));
            };
            var flow = ToolFlow.define("two", Topic.class, (steps, topic) -> {
                var line = steps.step(WRITE, topic);
                var lines = steps.each(
                        NEXT, line.map(l -> List.of(new Topic("a " + l.text()), new Topic("b " + l.text()))));
                return topic.and(lines).map((t, all) -> t.text() + ": " + all);
            });
            try (var engine = ToolFlowEngine.builder(service).callsInFlight(64).build()) {
                List<FlowRun<String>> runs = IntStream.range(0, 1_000)
                        .mapToObj(i -> engine.start(
                                flow,
                                new Topic("topic " + i),
                                RunOptions.defaults().id("run-" + i)))
                        .toList();

                for (int i = 0; i < runs.size(); i++) {
                    ToolFlowResult<String> result =
                            runs.get(i).result().orTimeout(30, SECONDS).join();
                    String line = "write_line topic " + i;
                    assertThat(result.output())
                            .isEqualTo("topic " + i + ": [Line[text=next[0] a " + line + "], Line[text=next[1] b "
                                    + line + "]]");
                    assertThat(result.usage()).isEqualTo(TokenUsage.of(3L * i, 6L * i));
                    assertThat(result.runId()).isEqualTo("run-" + i);
                }
            }
        }
    }

    @Nested
    class A_run {
        @Test
        void has_an_id_of_its_own_unless_it_is_named() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(WRITE).answer(request -> CALM);
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThat(engine.run(ONE, TEA).runId())
                        .isNotEqualTo(engine.run(ONE, TEA).runId());
                assertThat(engine.run(ONE, TEA, RunOptions.defaults().id("mine.1"))
                                .runId())
                        .isEqualTo("mine.1");
            }
        }

        @Test
        void uses_the_models_of_the_step_then_of_the_engine_then_of_the_service() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(WRITE).answer(request -> CALM);
            try (var plain = ToolFlowEngine.create(mock);
                    var named = ToolFlowEngine.builder(mock)
                            .models(new dev.toolflow.tool.ModelDefaults("chat-x", "image-x"))
                            .build()) {
                plain.run(ONE, TEA);
                named.run(ONE, TEA);
                named.run(flowOf(ToolCallStep.of(WRITE).model("mine")), TEA);

                assertThat(mock.requests())
                        .extracting(request -> request.model())
                        .containsExactly("gpt-5.4-mini", "chat-x", "mine");
            }
        }

        @Test
        @SuppressWarnings("NullAway")
        void needs_an_input() {
            try (var engine = ToolFlowEngine.create(MockOpenAiToolService.create())) {
                assertThatThrownBy(() -> engine.run(ONE, null))
                        .isInstanceOf(NullPointerException.class)
                        .hasMessage("input");
            }
        }
    }

    @Nested
    class An_input_that_is_nested_too_deep {
        record Chain(@Nullable Chain next) {}

        @Test
        void is_refused_and_nothing_is_called() {
            Chain deep = new Chain(null);
            for (int level = 1; level < 8_000; level++) {
                deep = new Chain(deep);
            }
            Chain input = deep;
            var flow = ToolFlow.define(
                    "deep", Chain.class, (steps, chain) -> steps.local("count", chain, given -> "counted"));
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThatThrownBy(() -> engine.run(flow, input))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessage("is nested deeper than 256 levels, the limit of JSON here; make it flatter");
            }
        }
    }
}
