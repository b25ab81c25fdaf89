package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowRun;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What follows a step goes on where the step was done, as long as nobody else has to wait for it. */
@Timeout(60)
class HandingOnTest {
    private static final StepDefinition<Topic, Line> FIRST = writing("first");
    private static final StepDefinition<Topic, Line> SECOND = writing("second");
    private static final StepDefinition<Topic, Line> THIRD = writing("third");

    private static final ToolFlow<Topic, Line> CHAIN = ToolFlow.define("chain", Topic.class, (flow, topic) -> {
        var first = flow.step(FIRST, topic);
        var second = flow.step(SECOND, first.map(line -> new Topic(line.text())));
        return flow.step(THIRD, second.map(line -> new Topic(line.text())));
    });

    private static final ToolFlow<Topic, Line> OTHER = ToolFlow.define("other", Topic.class, (flow, topic) -> {
        var first = flow.step(writing("other_first"), topic);
        return flow.step(writing("other_second"), first.map(line -> new Topic(line.text())));
    });

    @Nested
    class Steps_one_after_the_other {
        @Test
        void are_done_by_one_thread_which_no_interrupt_is_left_on() {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            OpenAiToolService service = (request, context) -> {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                threads.add(Thread.currentThread());
                if (request.stepId().equals("first")) {
                    Thread.currentThread().interrupt();
                }
                return reply(request.stepId(), TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.create(service)) {
                assertThat(engine.run(CHAIN, TEA).status()).isEqualTo(RunStatus.COMPLETED);
            }
            assertThat(threads).hasSize(1);
        }
    }

    @Nested
    class Steps_side_by_side_behind_another {
        @Test
        void are_under_way_at_the_same_time() {
            ToolFlow<Topic, String> fork = ToolFlow.define("fork", Topic.class, (flow, topic) -> {
                var first = flow.step(FIRST, topic).map(line -> new Topic(line.text()));
                return flow.step(SECOND, first).and(flow.step(THIRD, first)).map((a, b) -> a.text() + "+" + b.text());
            });
            Meeting ofBoth = new Meeting(2);
            OpenAiToolService service = (request, context) -> {
                if (!request.stepId().equals("first")) {
                    ofBoth.join();
                }
                return reply(request.stepId(), TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.create(service)) {
                assertThat(engine.run(fork, TEA).output()).isEqualTo("second+third");
            }
        }
    }

    @Nested
    class Code_that_waits_for_another_run {
        @Test
        void does_so_in_what_follows_the_end_of_its_own() {
            Gate followed = new Gate();
            OpenAiToolService service = (request, context) -> {
                followed.pass();
                return reply(request.stepId(), TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.create(service)) {
                CompletableFuture<Line> following = engine.start(CHAIN, TEA)
                        .result()
                        .thenApply(ended ->
                                engine.start(OTHER, TEA).result().join().output());
                followed.open();

                assertThat(following.join()).isEqualTo(new Line("other_second"));
            }
        }

        @Test
        void does_so_within_a_step() {
            AtomicReference<ToolFlowEngine> own = new AtomicReference<>();
            OpenAiToolService service = (request, context) -> {
                if (request.stepId().equals("second")) {
                    FlowRun<Line> other = own.get().start(OTHER, TEA);
                    return reply(other.result().join().output().text(), TokenUsage.none());
                }
                return reply(request.stepId(), TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.create(service)) {
                own.set(engine);

                var result = engine.run(CHAIN, TEA);

                assertThat(result.step(SECOND).output()).contains(new Line("other_second"));
                assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            }
        }
    }
}
