package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.Approval;
import dev.toolflow.FlowRun;
import dev.toolflow.InvalidInputException;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.testing.MockOpenAiToolService;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ApproveTest {
    public record Answer(@NotBlank String by) {}

    static final StepDefinition<Topic, Line> PRINT = writing("print");
    static final StepDefinition<Topic, Line> BESIDE = writing("beside");

    static final ToolFlow<Topic, Line> PRINTED = ToolFlow.define("printed", Topic.class, (flow, topic) -> {
        var draft = flow.step(WRITE, topic);
        var ok = flow.approve("ok", draft, Answer.class);
        flow.step(BESIDE, topic);
        return flow.step(PRINT, draft.and(ok).map((line, a) -> new Topic(line.text() + " by " + a.by())));
    });

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingListener listener = new RecordingListener();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(mock).listener(listener).build();

    @BeforeEach
    void answer() {
        mock.on(WRITE).answer(request -> CALM);
        mock.on(BESIDE).answer(request -> CALM);
        mock.on(PRINT).answer(request -> new Line(topicOf(request)));
    }

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    static List<String> lines(ToolFlowResult<?> result) {
        return result.steps().stream()
                .map(step -> step.id() + " " + step.status())
                .toList();
    }

    @Nested
    class When_a_person_is_asked {
        @Test
        void the_run_waits_once_all_that_needs_no_answer_is_done() {
            var result = engine.run(PRINTED, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.WAITING);
            assertThat(lines(result))
                    .containsExactly("write_line COMPLETED", "ok WAITING", "beside COMPLETED", "print SKIPPED");
            assertThat(result.waiting()).containsExactly(new Approval("ok", CALM, Answer.class));
            assertThatThrownBy(result::output).hasMessageContaining("is WAITING: it asks [ok]; decide these");
            assertThat(result.toJson()).contains("\"status\":\"WAITING\"");
        }

        @Test
        void the_run_goes_on_with_the_answer_and_repeats_nothing() {
            var waiting = engine.run(PRINTED, TEA);

            FlowRun<?> run = engine.decide(waiting.runId(), "ok", new Answer("Ada"));
            ToolFlowResult<?> result = run.result().join();

            assertThat(result.runId()).isEqualTo(waiting.runId());
            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.output()).isEqualTo(new Line("Calm in a cup by Ada"));
            assertThat(mock.requests(WRITE)).hasSize(1);
            assertThat(mock.requests(BESIDE)).hasSize(1);
            assertThat(result.steps().get(1).output()).isEqualTo(Optional.of(new Answer("Ada")));
            assertThat(result.waiting()).isEmpty();
        }

        @Test
        void the_run_itself_takes_the_answer_and_hands_it_on_typed() {
            FlowRun<Line> run = engine.start(PRINTED, TEA);
            run.result().join();

            FlowRun<Line> next = run.decide("ok", new Answer("Bob"));
            Line line = next.result().join().output();

            assertThat(line).isEqualTo(new Line("Calm in a cup by Bob"));
            assertThat(next).isNotSameAs(run);
        }

        @Test
        void the_answer_may_come_while_other_steps_are_under_way() {
            Gate decided = new Gate();
            mock.on(BESIDE).answer(request -> {
                decided.pass();
                return CALM;
            });
            FlowRun<Line> run = engine.start(PRINTED, TEA);
            org.awaitility.Awaitility.await()
                    .until(() ->
                            listener.events().stream().anyMatch(ToolFlowEvent.ApprovalRequested.class::isInstance));

            FlowRun<Line> same = decideWhenAsked(run);
            decided.open();

            assertThat(same).isSameAs(run);
            assertThat(run.result().join().status()).isEqualTo(RunStatus.COMPLETED);
        }

        /** The event comes just before the question stands. */
        private FlowRun<Line> decideWhenAsked(FlowRun<Line> run) {
            return org.awaitility.Awaitility.await()
                    .ignoreException(IllegalStateException.class)
                    .until(() -> run.decide("ok", new Answer("Eve")), same -> true);
        }

        @Test
        void listeners_are_told_once_and_of_the_decision() {
            var waiting = engine.run(PRINTED, TEA);
            engine.decide(waiting.runId(), "ok", new Answer("Ada")).result().join();
            engine.close();

            assertThat(listener.events().stream()
                            .filter(e -> !(e instanceof ToolFlowEvent.AttemptStarted)
                                    && !(e instanceof ToolFlowEvent.AttemptFinished)
                                    && !(e instanceof ToolFlowEvent.TextDelta)
                                    && !of(e).startsWith("beside"))
                            .map(e -> e.getClass().getSimpleName() + " " + of(e)))
                    .containsExactly(
                            "RunStarted printed",
                            "StepStarted write_line",
                            "StepFinished write_line",
                            "StepStarted ok",
                            "ApprovalRequested ok",
                            "RunFinished WAITING",
                            "RunStarted printed",
                            "Decided ok",
                            "StepFinished ok",
                            "StepStarted print",
                            "StepFinished print",
                            "RunFinished COMPLETED");
        }

        private static String of(ToolFlowEvent event) {
            if (event instanceof ToolFlowEvent.StepStarted e) {
                return e.stepId();
            } else if (event instanceof ToolFlowEvent.StepFinished e) {
                return e.stepId();
            } else if (event instanceof ToolFlowEvent.ApprovalRequested e) {
                return e.stepId();
            } else if (event instanceof ToolFlowEvent.Decided e) {
                return e.stepId();
            } else if (event instanceof ToolFlowEvent.RunStarted e) {
                return e.flow();
            }
            return event instanceof ToolFlowEvent.RunFinished e ? e.status() : "";
        }
    }

    @Nested
    class An_answer {
        @Test
        void of_another_type_is_refused_and_both_are_named() {
            var waiting = engine.run(PRINTED, TEA);

            assertThatThrownBy(() -> engine.decide(waiting.runId(), "ok", "yes"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("approval 'ok'")
                    .hasMessageContaining(Answer.class.getName())
                    .hasMessageContaining("java.lang.String")
                    .hasMessageContaining("nothing was decided");
        }

        @Test
        void that_breaks_a_constraint_is_refused_and_another_may_follow() {
            var waiting = engine.run(PRINTED, TEA);

            assertThatThrownBy(() -> engine.decide(waiting.runId(), "ok", new Answer(" ")))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("by: must not be blank");
            assertThat(engine.decide(waiting.runId(), "ok", new Answer("Ada"))
                            .result()
                            .join()
                            .status())
                    .isEqualTo(RunStatus.COMPLETED);
        }

        @Test
        void to_what_was_not_asked_is_refused_with_what_is() {
            var waiting = engine.run(PRINTED, TEA);

            assertThatThrownBy(() -> engine.decide(waiting.runId(), "other", new Answer("Ada")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nothing is asked under 'other'; what the run asks now is [ok]");
        }

        @Test
        void may_be_as_simple_as_yes_or_no() {
            var flow =
                    ToolFlow.define("simple", Topic.class, (steps, topic) -> steps.approve("ok", topic, Boolean.class));

            var waiting = engine.run(flow, TEA);

            assertThat(engine.decide(waiting.runId(), "ok", true)
                            .result()
                            .join()
                            .outputIfPresent())
                    .isEqualTo(Optional.of(true));
        }
    }
}
