package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.event.ToolFlowEvent.AttemptFinished;
import dev.toolflow.event.ToolFlowEvent.AttemptStarted;
import dev.toolflow.event.ToolFlowEvent.RetryWait;
import dev.toolflow.event.ToolFlowEvent.RunFinished;
import dev.toolflow.event.ToolFlowEvent.RunStarted;
import dev.toolflow.event.ToolFlowEvent.StepFinished;
import dev.toolflow.event.ToolFlowEvent.StepStarted;
import dev.toolflow.event.ToolFlowEvent.TextDelta;
import dev.toolflow.event.ToolFlowListener;
import dev.toolflow.step.StepStatus;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventsTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingListener listener = new RecordingListener();

    @Nested
    class A_run_tells {
        @Test
        void all_that_happens_in_order_and_numbered() {
            mock.on(WRITE)
                    .usage(TokenUsage.of(7, 3))
                    .fail(new ToolCallException.Transient("503"))
                    .reply(TOO_LONG, CALM);
            try (var engine = ToolFlowEngine.builder(mock)
                    .sleeper(new RecordingSleeper())
                    .listener(listener)
                    .build()) {
                engine.run(ONE_LINE, TEA, RunOptions.defaults().id("run-7"));
            }

            List<ToolFlowEvent> events = listener.whenFinished();
            assertThat(events)
                    .<Class<?>>extracting(Object::getClass)
                    .containsExactly(
                            RunStarted.class,
                            StepStarted.class,
                            AttemptStarted.class,
                            RetryWait.class,
                            TextDelta.class,
                            AttemptFinished.class,
                            AttemptStarted.class,
                            TextDelta.class,
                            AttemptFinished.class,
                            StepFinished.class,
                            RunFinished.class);
            RecordingListener.assertNumberedWithoutGaps(events);
            assertThat(events).allMatch(event -> event.runId().equals("run-7"));
            assertThat(events)
                    .filteredOn(TextDelta.class::isInstance)
                    .extracting(event -> ((TextDelta) event).attempt())
                    .containsExactly(1, 2);
        }

        @Test
        void what_an_attempt_came_to() {
            mock.on(WRITE).usage(TokenUsage.of(7, 3)).reply(TOO_LONG, CALM);
            try (var engine = ToolFlowEngine.builder(mock).listener(listener).build()) {
                engine.run(ONE_LINE, TEA);
            }

            assertThat(listener.whenFinished())
                    .filteredOn(AttemptFinished.class::isInstance)
                    .first()
                    .isInstanceOfSatisfying(AttemptFinished.class, attempt -> {
                        assertThat(attempt.stepId()).isEqualTo("write_line");
                        assertThat(attempt.attempt()).isEqualTo(1);
                        assertThat(attempt.failureReason()).contains("text: size must be between 0 and 40");
                        assertThat(attempt.issues()).hasSize(1);
                        assertThat(attempt.made().usage()).isEqualTo(TokenUsage.of(7, 3));
                    });
        }

        @Test
        void how_a_step_and_the_run_ended() {
            mock.on(WRITE).usage(TokenUsage.of(7, 3)).fail(new ToolCallException.Rejected("400"));
            try (var engine = ToolFlowEngine.builder(mock).listener(listener).build()) {
                engine.run(ONE_LINE, TEA);
            }

            List<ToolFlowEvent> events = listener.whenFinished();
            assertThat(events.get(events.size() - 2))
                    .isInstanceOfSatisfying(
                            StepFinished.class,
                            step -> assertThat(step.status()).isEqualTo(StepStatus.FAILED));
            assertThat(events.get(events.size() - 1))
                    .isInstanceOfSatisfying(
                            RunFinished.class, run -> assertThat(run.status()).isEqualTo("FAILED"));
        }

        @Test
        void that_a_step_will_never_begin() {
            mock.on(WRITE).fail(new ToolCallException.Rejected("400"));
            var two = ToolFlow.define(
                    "two", Topic.class, (flow, topic) -> flow.local("after", flow.step(WRITE, topic), line -> line));
            try (var engine = ToolFlowEngine.builder(mock).listener(listener).build()) {
                engine.run(two, TEA);
            }

            assertThat(listener.whenFinished())
                    .filteredOn(StepFinished.class::isInstance)
                    .extracting(event -> ((StepFinished) event).stepId(), event -> ((StepFinished) event).status())
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("write_line", StepStatus.FAILED),
                            org.assertj.core.groups.Tuple.tuple("after", StepStatus.SKIPPED));
        }

        @Test
        void no_content_when_its_events_are_printed() {
            mock.on(WRITE).reply(new Line("secret line"));
            try (var engine = ToolFlowEngine.builder(mock).listener(listener).build()) {
                engine.run(ONE_LINE, new Topic("secret topic"));
            }

            assertThat(listener.whenFinished())
                    .allSatisfy(event -> assertThat(event.toString()).doesNotContain("secret"));
        }
    }

    @Nested
    class A_listener_of_one_run {
        @Test
        void hears_of_no_other() {
            mock.on(WRITE).answer(request -> CALM);
            RecordingListener mine = new RecordingListener();
            try (var engine = ToolFlowEngine.builder(mock).listener(listener).build()) {
                engine.run(ONE_LINE, TEA, RunOptions.defaults().id("first"));
                engine.run(ONE_LINE, TEA, RunOptions.defaults().id("second").listener(mine));
            }

            assertThat(mine.whenFinished()).allMatch(event -> event.runId().equals("second"));
            RecordingListener.assertNumberedWithoutGaps(mine.events());
            assertThat(listener.events())
                    .extracting(ToolFlowEvent::runId)
                    .contains("first", "second")
                    .hasSize(2 * mine.events().size());
        }
    }

    @Nested
    class Many_runs {
        @Test
        void are_each_told_in_their_own_order_without_gaps() {
            mock.on(WRITE).answer(request -> CALM);
            try (var engine = ToolFlowEngine.builder(mock).listener(listener).build()) {
                var runs = java.util.stream.IntStream.range(0, 50)
                        .mapToObj(i -> engine.start(
                                ONE_LINE, TEA, RunOptions.defaults().id("run-" + i)))
                        .toList();
                runs.forEach(run -> run.result().join());
            }

            for (int i = 0; i < 50; i++) {
                String id = "run-" + i;
                List<ToolFlowEvent> events = listener.events().stream()
                        .filter(event -> event.runId().equals(id))
                        .toList();
                assertThat(events).hasSize(7);
                RecordingListener.assertNumberedWithoutGaps(events);
            }
        }
    }

    @Nested
    class A_listener_that_throws {
        @Test
        void harms_neither_the_run_nor_other_listeners_and_hears_on() {
            mock.on(WRITE).reply(CALM);
            List<ToolFlowEvent> heard = new CopyOnWriteArrayList<>();
            ToolFlowListener throwing = event -> {
                heard.add(event);
                if (event.at().sequence() % 2 == 0) {
                    throw new IllegalStateException("mine");
                }
                throw new AssertionError("mine");
            };
            try (var engine = ToolFlowEngine.builder(mock)
                    .listener(throwing)
                    .listener(listener)
                    .build()) {
                assertThat(engine.run(ONE_LINE, TEA).status()).isEqualTo(RunStatus.COMPLETED);
            }

            assertThat(heard).hasSize(7);
            assertThat(listener.events()).hasSize(7);
        }
    }
}
