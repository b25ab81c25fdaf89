package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.Ref;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SchedulingTest {
    private static final StepDefinition<Topic, Line> FIRST = writing("first");
    private static final StepDefinition<Topic, Line> SECOND = writing("second");
    private static final StepDefinition<Topic, Line> THIRD = writing("third");
    private static final StepDefinition<Topic, Line> LAST = writing("last");

    private static final ToolFlow<Topic, String> SIDE_BY_SIDE = ToolFlow.define("pair", Topic.class, (flow, topic) -> {
        var first = flow.step(FIRST, topic);
        var second = flow.step(SECOND, topic);
        return first.and(second).map((a, b) -> a.text() + "+" + b.text());
    });

    private static final ToolFlow<Topic, Line> DIAMOND = ToolFlow.define("diamond", Topic.class, (flow, topic) -> {
        var first = flow.step(FIRST, topic);
        var second = flow.step(SECOND, first.map(line -> new Topic("second " + line.text())));
        var third = flow.step(THIRD, first.map(line -> new Topic("third " + line.text())));
        return flow.step(LAST, second.and(third).map((a, b) -> new Topic(a.text() + "+" + b.text())));
    });

    @Nested
    class Steps_that_do_not_feed_each_other {
        @Test
        void are_under_way_at_the_same_time() {
            Meeting ofBoth = new Meeting(2);
            OpenAiToolService service = (request, context) -> {
                ofBoth.join();
                return reply(request.stepId(), TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.create(service)) {
                assertThat(engine.run(SIDE_BY_SIDE, TEA).output()).isEqualTo("first+second");
            }
        }

        @Test
        void stand_in_the_order_of_the_definition_whatever_finished_first() {
            Gate secondIsDone = new Gate();
            OpenAiToolService service = (request, context) -> {
                if (request.stepId().equals("first")) {
                    secondIsDone.pass();
                }
                return reply(request.stepId(), TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.builder(service)
                    .listener(event -> {
                        if (event instanceof dev.toolflow.event.ToolFlowEvent.StepFinished) {
                            secondIsDone.open();
                        }
                    })
                    .build()) {
                assertThat(engine.run(SIDE_BY_SIDE, TEA).steps())
                        .extracting(step -> step.id())
                        .containsExactly("first", "second");
            }
        }
    }

    @Nested
    class Steps_that_do_not_feed_the_output {
        @Test
        void run_too() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(FIRST).answer(request -> new Line("x"));
            var aside = ToolFlow.define("aside", Topic.class, (flow, topic) -> {
                flow.step(FIRST, topic);
                return topic.map(Topic::text);
            });
            try (var engine = ToolFlowEngine.create(mock)) {
                var result = engine.run(aside, TEA);

                assertThat(result.output()).isEqualTo("tea");
                assertThat(mock.requests(FIRST)).hasSize(1);
                assertThat(result.step(FIRST).output()).contains(new Line("x"));
            }
        }
    }

    @Nested
    class A_step {
        @Test
        void begins_once_all_that_it_waits_for_have_ended_and_is_called_once() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            List.of(FIRST, SECOND, THIRD, LAST)
                    .forEach(step -> mock.on(step).answer(request -> new Line("<" + topicOf(request) + ">")));
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThat(engine.run(DIAMOND, TEA).output().text()).isEqualTo("<<second <tea>>+<third <tea>>>");
                assertThat(mock.requests())
                        .extracting(r -> r.stepId())
                        .startsWith("first")
                        .endsWith("last");
                assertThat(mock.requests()).hasSize(4);
            }
        }

        @Test
        void may_use_four_values_at_once() {
            var four = ToolFlow.define("four", Topic.class, (flow, topic) -> {
                Ref<String> a = flow.local("a", topic, t -> "a");
                Ref<String> b = flow.local("b", topic, t -> "b");
                Ref<String> c = flow.local("c", topic, t -> "c");
                Ref<String> d = flow.local("d", topic, t -> "d");
                return a.and(b).and(c).and(d).map((w, x, y, z) -> w + x + y + z);
            });
            try (var engine = ToolFlowEngine.create(MockOpenAiToolService.create())) {
                assertThat(engine.run(four, TEA).output()).isEqualTo("abcd");
            }
        }
    }

    @Nested
    class With_one_call_in_flight {
        @Test
        void a_diamond_and_a_fan_out_still_finish() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            List.of(FIRST, SECOND, THIRD, LAST, WRITE)
                    .forEach(step -> mock.on(step).answer(request -> new Line("x")));
            var fan = ToolFlow.define("fan", Topics.class, (flow, topics) -> {
                var lines = flow.each(WRITE, topics.map(Topics::each));
                return flow.step(LAST, lines.map(all -> new Topic(all.size() + " lines")));
            });
            try (var engine = ToolFlowEngine.builder(mock).callsInFlight(1).build()) {
                var runs = IntStream.range(0, 20)
                        .mapToObj(i -> List.of(
                                engine.start(DIAMOND, TEA), engine.start(fan, new Topics(List.of("a", "b", "c")))))
                        .flatMap(List::stream)
                        .toList();

                assertThat(runs)
                        .allSatisfy(
                                run -> assertThat(run.result().get(20, SECONDS).status())
                                        .isEqualTo(RunStatus.COMPLETED));
            }
        }
    }

    @Nested
    class The_calls_in_flight {
        @Test
        void reach_their_bound_and_never_exceed_it() {
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            Meeting ofThree = new Meeting(3);
            OpenAiToolService service = (request, context) -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                ofThree.join();
                now.decrementAndGet();
                return reply("x", TokenUsage.none());
            };
            var many =
                    ToolFlow.define("many", Topics.class, (flow, topics) -> flow.each(WRITE, topics.map(Topics::each)));
            List<String> topics =
                    IntStream.range(0, 60).mapToObj(String::valueOf).toList();
            try (var engine = ToolFlowEngine.builder(service).callsInFlight(3).build()) {
                assertThat(engine.run(many, new Topics(topics)).output()).hasSize(60);
                assertThat(most).hasValue(3);
            }
        }
    }
}
