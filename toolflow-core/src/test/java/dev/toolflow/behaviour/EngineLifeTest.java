package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.NEXT;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.topicOf;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineLifeTest {
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
                FlowRun<Line> first = engine.start(ONE_LINE, TEA);
                called.pass();

                assertThatThrownBy(() -> engine.start(ONE_LINE, TEA))
                        .isInstanceOf(RejectedRunException.class)
                        .hasMessageContaining("the engine admits (1)")
                        .hasMessageContaining("raise runsAdmitted");

                mayEnd.open();
                first.result().orTimeout(20, SECONDS).join();
                assertThat(engine.run(ONE_LINE, TEA).status()).isEqualTo(RunStatus.COMPLETED);
            }
        }

        @Test
        void is_not_filled_by_runs_that_it_refused() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(WRITE).answer(request -> CALM);
            try (var engine = ToolFlowEngine.builder(mock).runsAdmitted(1).build()) {
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> engine.run(ONE_LINE, new Topic(" ")))
                            .isInstanceOf(InvalidInputException.class)
                            .hasMessage("text: must not be blank");
                }

                assertThat(engine.run(ONE_LINE, TEA).status()).isEqualTo(RunStatus.COMPLETED);
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
                assertThat(engine.run(ONE_LINE, TEA).runId())
                        .isNotEqualTo(engine.run(ONE_LINE, TEA).runId());
                assertThat(engine.run(ONE_LINE, TEA, RunOptions.defaults().id("mine.1"))
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
                plain.run(ONE_LINE, TEA);
                named.run(ONE_LINE, TEA);
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
                assertThatThrownBy(() -> engine.run(ONE_LINE, null))
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
