package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.Loop;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResumedButNotReachedTest {
    private static final StepDefinition<Topic, Line> AFTER = writing("after");
    private static final StepDefinition<Topic, Line> ITEM = writing("item");
    private static final TokenUsage TEN = TokenUsage.of(9, 1);
    private static final Line BAD = new Line("bad");

    /** Hands a bad line on, where no better one comes. */
    private static final ToolCallStep<Topic, Line> BETTER = ToolCallStep.of(WRITE)
            .maxRetries(1)
            .onFailure(OnFailure.CONTINUE)
            .audit((AuditFunction<Line>) line -> line.equals(BAD) ? List.of(Issue.critical("bad")) : List.of());

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);
    private final AtomicReference<Runnable> armed = new AtomicReference<>();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    /** Where it is armed, does that once and goes on when the run is cancelled for it. */
    private <T> T here(T value) {
        Runnable cuts = armed.getAndSet(null);
        if (cuts != null) {
            cuts.run();
            try {
                new Gate().passOrInterrupted();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return value;
    }

    private <O> ToolFlowResult<O> resumedAndCut(ToolFlow<Topic, O> flow, ToolFlowResult<O> result) {
        armed.set(Thread.currentThread()::interrupt);
        ToolFlowResult<O> cut = engine.resume(flow, result);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(cut.status()).isEqualTo(RunStatus.CANCELLED);
        return cut;
    }

    /** Refuses the first call of the step with this id. */
    private void failingOnce(StepDefinition<Topic, Line> step, String id) {
        AtomicBoolean fails = new AtomicBoolean(true);
        mock.on(step).usage(TEN);
        mock.on(step).answer(request -> {
            if (request.stepId().equals(id) && fails.getAndSet(false)) {
                throw new ToolCallException.Rejected("400");
            }
            return CALM;
        });
    }

    private static TokenUsage times(int calls) {
        return Collections.nCopies(calls, TEN).stream().reduce(TokenUsage.none(), TokenUsage::plus);
    }

    private static List<String> lines(ToolFlowResult<?> result) {
        return result.steps().stream()
                .map(step -> step.id() + " " + step.status())
                .toList();
    }

    @Nested
    class Rounds_of_a_loop {
        private final ToolFlow<Topic, Topic> rounds = ToolFlow.define(
                "rounds",
                Topic.class,
                (flow, topic) -> flow.repeat(
                        Loop.named("l").atMost(4).onFailure(OnFailure.CONTINUE),
                        topic,
                        (round, last) -> round.step(WRITE, last).map(line -> here(TEA)),
                        last -> false));

        @Test
        void stay_in_the_result_and_are_not_bought_again() {
            failingOnce(WRITE, "l#4/write_line");
            var failed = engine.run(rounds, TEA);

            var cut = resumedAndCut(rounds, failed);
            var result = engine.resume(rounds, cut);

            assertThat(lines(cut))
                    .contains("l#1/write_line COMPLETED", "l#2/write_line COMPLETED", "l#3/write_line COMPLETED");
            assertThat(cut.usage()).isEqualTo(failed.usage());
            assertThat(lines(result)).contains("l#4/write_line COMPLETED");
            assertThat(mock.requests(WRITE))
                    .extracting(ToolCallRequest::stepId)
                    .containsExactly(
                            "l#1/write_line", "l#2/write_line", "l#3/write_line", "l#4/write_line", "l#4/write_line");
        }

        @Test
        void stay_where_a_person_was_asked_and_the_run_was_cancelled_behind_the_decision() {
            failingOnce(WRITE, "none");
            var asking = ToolFlow.define(
                    "asking",
                    Topic.class,
                    (flow, topic) -> flow.repeat(
                            Loop.named("l").atMost(3),
                            topic,
                            (round, last) -> round.approve("ok", round.step(WRITE, last), Topic.class)
                                    .map(answer -> here(answer)),
                            last -> last.text().equals("done")));
            var run = engine.start(asking, TEA);
            run.result().join();
            run.decide("l#1/ok", TEA).result().join();
            var waiting = run.decide("l#2/ok", TEA).result().join();
            Gate reached = new Gate();

            armed.set(reached::open);
            var decided = run.decide("l#3/ok", new Topic("done"));
            reached.pass();
            decided.cancel();
            var cut = decided.result().join();
            var result = engine.resume(asking, cut);

            assertThat(cut.status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(cut.usage()).isEqualTo(waiting.usage());
            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests(WRITE)).hasSize(3);
        }

        @Test
        void still_count_where_there_are_fewer_at_last_and_stand_where_they_stood() {
            var fewer = ToolFlow.define("fewer", Topic.class, (flow, topic) -> {
                var last = flow.repeat(
                        Loop.named("l").atMost(3).onFailure(OnFailure.CONTINUE),
                        topic,
                        (round, value) -> round.step(BETTER, value).map(line -> new Topic(line.text())),
                        value -> value.text().equals("done"));
                return flow.step(AFTER, last);
            });
            mock.on(WRITE).usage(TEN);
            mock.on(WRITE)
                    .reply(BAD)
                    .fail(new ToolCallException.Rejected("400"))
                    .reply(CALM, CALM, new Line("done"));
            failingOnce(AFTER, "after");

            var result = engine.resume(fewer, engine.run(fewer, TEA));

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.usage()).isEqualTo(times(5));
            assertThat(lines(result))
                    .containsExactly(
                            "l COMPLETED",
                            "l#1/write_line COMPLETED",
                            "l#2/write_line COMPLETED",
                            "l#3/write_line COMPLETED",
                            "after COMPLETED");
        }
    }

    @Nested
    class Items_of_each {
        @Test
        void still_count_where_there_are_fewer_at_last() {
            var fewer = ToolFlow.define("fewer", Topic.class, (flow, topic) -> {
                var list = flow.step(BETTER, topic).map(line -> Collections.nCopies(line.equals(BAD) ? 3 : 1, TEA));
                return flow.step(AFTER, flow.each(ITEM, list).map(all -> new Topic(all.size() + " lines")));
            });
            mock.on(WRITE).usage(TEN);
            mock.on(WRITE)
                    .reply(BAD)
                    .fail(new ToolCallException.Rejected("400"))
                    .reply(CALM);
            failingOnce(ITEM, "none");
            failingOnce(AFTER, "after");

            var result = engine.resume(fewer, engine.run(fewer, TEA));

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.usage()).isEqualTo(times(6));
            assertThat(lines(result))
                    .containsExactly(
                            "write_line COMPLETED",
                            "item[0] COMPLETED",
                            "item[1] COMPLETED",
                            "item[2] COMPLETED",
                            "after COMPLETED");
        }
    }

    @Nested
    class A_shape_that_was_completed {
        @Test
        void stays_so_when_the_run_is_cancelled_before_it() {
            var part = ToolFlow.define("part", Topic.class, (flow, topic) -> {
                flow.step(ToolCallStep.of(ITEM).onFailure(OnFailure.CONTINUE), topic);
                return flow.step(WRITE, topic);
            });
            var whole = ToolFlow.define("whole", Topic.class, (flow, topic) -> {
                var line = flow.subflow("part", part, topic.map(t -> here(t)));
                return flow.step(AFTER, line.map(l -> new Topic(l.text())));
            });
            failingOnce(WRITE, "none");
            failingOnce(ITEM, "part/item");
            failingOnce(AFTER, "after");
            var failed = engine.run(whole, TEA);

            var cut = resumedAndCut(whole, failed);

            assertThat(lines(cut))
                    .containsExactly("part COMPLETED", "part/item FAILED", "part/write_line COMPLETED", "after FAILED");
            assertThat(engine.resume(whole, cut).status()).isEqualTo(RunStatus.COMPLETED);
        }
    }
}
