package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.Loop;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RepeatTest {
    private static final StepDefinition<Topic, Line> AFTER = writing("after");

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    /** Each round writes a longer line, until it has this many characters. */
    private static ToolFlow<Topic, Line> growing(Loop loop, int characters) {
        return ToolFlow.define("growing", Topic.class, (flow, topic) -> {
            var line = flow.repeat(
                    loop,
                    topic.map(t -> new Line(t.text())),
                    (round, last) -> round.step(WRITE, last.map(l -> new Topic(l.text()))),
                    l -> l.text().length() >= characters);
            return flow.step(AFTER, line.map(l -> new Topic(l.text())));
        });
    }

    private void answer() {
        mock.on(WRITE).answer(request -> new Line(topicOf(request) + "+"));
        mock.on(AFTER).answer(request -> new Line(topicOf(request) + "."));
    }

    private static List<String> lines(ToolFlowResult<?> result) {
        return result.steps().stream()
                .map(step -> step.id() + " " + step.status())
                .toList();
    }

    @Nested
    class A_loop {
        @Test
        void is_done_until_its_condition_holds_and_hands_the_last_value_on() {
            answer();

            var result = engine.run(growing(Loop.named("grow").atMost(5), 6), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.output()).isEqualTo(new Line("tea+++."));
            assertThat(lines(result))
                    .containsExactly(
                            "grow COMPLETED",
                            "grow#1/write_line COMPLETED",
                            "grow#2/write_line COMPLETED",
                            "grow#3/write_line COMPLETED",
                            "after COMPLETED");
            assertThat(result.step("grow#2/write_line", WRITE).output()).contains(new Line("tea++"));
        }

        @Test
        void is_done_once_at_least() {
            answer();

            assertThat(engine.run(growing(Loop.named("grow"), 0), TEA).output()).isEqualTo(new Line("tea+."));
        }

        @Test
        void may_have_a_thousand_rounds_and_no_thread_more() {
            AtomicInteger rounds = new AtomicInteger();
            var flow = ToolFlow.define(
                    "count",
                    Topic.class,
                    (steps, topic) -> steps.repeat(
                            "count",
                            1000,
                            topic.map(t -> 0),
                            (round, last) -> round.local("more", last, n -> {
                                rounds.incrementAndGet();
                                return n + 1;
                            }),
                            n -> n == 1000));

            assertThat(engine.run(flow, TEA).output()).isEqualTo(1000);
            assertThat(rounds).hasValue(1000);
        }

        @Test
        void uses_values_of_the_flow_around_it() {
            var flow = ToolFlow.define("around", Topic.class, (steps, topic) -> {
                var add = steps.local("add", topic, t -> t.text().length());
                return steps.repeat(
                        "sum",
                        9,
                        topic.map(t -> 0),
                        (round, last) -> round.local("plus", last.and(add).map((a, b) -> a + b), n -> n),
                        n -> n > 6);
            });

            assertThat(engine.run(flow, TEA).output()).isEqualTo(9);
        }

        @Test
        void shows_a_model_the_last_value_where_a_round_includes_it() {
            mock.on(WRITE)
                    .answer(request ->
                            new Line(request.input().included().get(0).stepId() + " of "
                                    + request.input().included().size()));
            var flow = ToolFlow.define(
                    "shown",
                    Topic.class,
                    (steps, topic) -> steps.repeat(
                            "loop",
                            1,
                            topic.map(t -> CALM),
                            (round, last) -> round.step(WRITE, topic, last, topic),
                            l -> true));

            assertThat(engine.run(flow, TEA).output()).isEqualTo(new Line("last of 2"));
        }
    }

    @Nested
    class When_the_rounds_are_not_enough {
        @Test
        void the_run_fails_and_the_loop_says_so_with_the_remedy() {
            answer();

            var result = engine.run(growing(Loop.named("grow").atMost(2), 99), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(lines(result))
                    .containsExactly(
                            "grow FAILED",
                            "grow#1/write_line COMPLETED",
                            "grow#2/write_line COMPLETED",
                            "after SKIPPED");
            assertThat(result.error().orElseThrow())
                    .isInstanceOfSatisfying(
                            StepException.RoundsExhausted.class,
                            e -> assertThat(e.rounds()).isEqualTo(2))
                    .hasMessageContaining("loop 'grow': after 2 rounds")
                    .hasMessageContaining("raise the rounds");
        }

        @Test
        void the_last_value_is_handed_on_where_the_loop_may_fail_and_the_run_is_partial() {
            answer();

            var result = engine.run(growing(Loop.named("grow").atMost(2).onFailure(OnFailure.CONTINUE), 99), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
            assertThat(result.output()).isEqualTo(new Line("tea++."));
            assertThat(result.steps().get(0).error()).isInstanceOf(StepException.RoundsExhausted.class);
        }
    }

    @Nested
    class When_a_round_fails {
        @Test
        void the_run_goes_on_in_that_round_when_it_is_resumed() {
            mock.on(WRITE)
                    .reply(new Line("one"), new Line("two"))
                    .fail(new ToolCallException.Rejected("no third"))
                    .reply(new Line("three and out"));
            mock.on(AFTER).reply(CALM);
            var flow = growing(Loop.named("grow").atMost(3), 6);

            var failed = engine.run(flow, TEA);
            assertThat(lines(failed))
                    .contains("grow FAILED", "grow#2/write_line COMPLETED", "grow#3/write_line FAILED");
            var result = engine.resume(flow, failed);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(mock.requests(WRITE))
                    .extracting(request -> request.stepId())
                    .containsExactly(
                            "grow#1/write_line", "grow#2/write_line", "grow#3/write_line", "grow#3/write_line");
        }

        @Test
        void a_condition_that_throws_fails_the_loop() {
            answer();
            var flow = ToolFlow.define(
                    "broken",
                    Topic.class,
                    (steps, topic) -> steps.repeat(
                            "loop", 3, topic.map(t -> CALM), (round, last) -> round.step(WRITE, topic), l -> {
                                throw new IllegalStateException("broken");
                            }));

            assertThat(engine.run(flow, TEA).error().orElseThrow())
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasMessageContaining("step 'loop': its condition threw");
        }
    }

    @Nested
    class A_run_that_is_cancelled_in_a_round {
        @Test
        void begins_no_other_round() {
            mock.on(WRITE).answer(request -> {
                new Gate().pass();
                return CALM;
            });
            var run = engine.start(growing(Loop.named("grow").atMost(5), 99), TEA);
            org.awaitility.Awaitility.await().until(() -> !mock.requests(WRITE).isEmpty());
            run.cancel();

            var result = run.result().join();
            assertThat(result.status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(lines(result)).containsExactly("grow CANCELLED", "grow#1/write_line CANCELLED", "after SKIPPED");
        }
    }
}
