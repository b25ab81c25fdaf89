package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.receipt;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RejectedRunException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowFailedException;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunEndsTest {
    private static final StepDefinition<Topic, Line> CULPRIT = writing("culprit");
    private static final StepDefinition<Topic, Line> VICTIM = writing("victim");

    @Nested
    class A_service_that_gives_a_call_up_when_its_time_is_over {
        @Test
        void does_not_hide_that_the_run_reached_its_deadline() {
            CountDownLatch never = new CountDownLatch(1);
            OpenAiToolService service = (request, context) -> {
                try {
                    assertThat(never.await(context.timeLeft().toMillis(), TimeUnit.MILLISECONDS))
                            .isFalse();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new OutcomeUnknown("no reply in time", receipt(TokenUsage.unreported()), null);
            };
            try (var engine = ToolFlowEngine.create(service)) {
                var result = engine.run(
                        flowOf(ToolCallStep.of(CULPRIT)),
                        TEA,
                        RunOptions.defaults().deadline(Duration.ofSeconds(2)));

                assertThat(result.status()).isEqualTo(RunStatus.TIMED_OUT);
                assertThat(result.usage().unreportedCalls()).isEqualTo(1);
            }
        }
    }

    @Nested
    class A_step_that_fails_while_another_pauses_before_its_next_call {
        @Test
        void ends_the_pause_and_is_the_one_that_the_result_names() {
            CountDownLatch pausing = new CountDownLatch(1);
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(VICTIM).fail(new Transient("busy"));
            OpenAiToolService service = (request, context) -> {
                if (request.stepId().equals("culprit")) {
                    await(pausing);
                    throw new Rejected("CULPRIT");
                }
                return mock.executeToolCall(request, context);
            };
            ToolFlow<Topic, Line> flow = ToolFlow.define("side-by-side", Topic.class, (steps, topic) -> {
                var victim = steps.step(VICTIM, topic);
                var culprit = steps.step(CULPRIT, topic);
                return victim.and(culprit).map((a, b) -> a);
            });
            try (var engine = ToolFlowEngine.builder(service)
                    .sleeper(pause -> {
                        pausing.countDown();
                        new CountDownLatch(1).await();
                    })
                    .build()) {
                var result = engine.run(flow, TEA);

                assertThat(result.status()).isEqualTo(RunStatus.FAILED);
                assertThat(result.step(VICTIM).status()).isEqualTo(StepStatus.CANCELLED);
                assertThat(result.error())
                        .hasValueSatisfying(error -> assertThat(error).hasMessage("CULPRIT"));
                assertThatThrownBy(result::output)
                        .isInstanceOfSatisfying(
                                ToolFlowFailedException.class,
                                failure -> assertThat(failure.step())
                                        .hasValueSatisfying(
                                                step -> assertThat(step.id()).isEqualTo("culprit")));
            }
        }
    }

    @Nested
    class A_sleeper_that_throws {
        @Test
        void fails_the_step_and_keeps_what_was_called() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(CULPRIT).fail(new OutcomeUnknown("reset", receipt(TokenUsage.unreported()), null));
            try (var engine = ToolFlowEngine.builder(mock)
                    .sleeper(pause -> {
                        throw new IllegalStateException("no sleep");
                    })
                    .build()) {
                var result = engine.run(flowOf(ToolCallStep.of(CULPRIT)), TEA);

                assertThat(result.error()).containsInstanceOf(StepException.CodeFailed.class);
                assertThat(result.step(CULPRIT).attempts()).hasSize(1);
                assertThat(result.usage().isComplete()).isFalse();
            }
        }
    }

    @Nested
    class An_engine_refuses {
        private final MockOpenAiToolService mock = MockOpenAiToolService.create();

        @Test
        void a_second_run_of_an_id_that_is_under_way() {
            CountDownLatch held = new CountDownLatch(1);
            OpenAiToolService service = (request, context) -> {
                await(held);
                return reply("calm", TokenUsage.of(1, 1));
            };
            RunOptions named = RunOptions.defaults().id("run-1");
            try (var engine = ToolFlowEngine.create(service)) {
                var first = engine.start(flowOf(ToolCallStep.of(CULPRIT)), TEA, named);

                assertThatThrownBy(() -> engine.start(flowOf(ToolCallStep.of(CULPRIT)), TEA, named))
                        .isInstanceOf(RejectedRunException.class)
                        .hasMessageContaining("run-1")
                        .hasMessageContaining("another id");

                held.countDown();
                first.result().join();
                assertThat(engine.run(flowOf(ToolCallStep.of(CULPRIT)), TEA, named)
                                .status())
                        .isEqualTo(RunStatus.COMPLETED);
            }
        }

        @Test
        void to_wait_for_a_run_inside_a_step() {
            mock.on(CULPRIT).answer(request -> CALM);
            try (var engine = ToolFlowEngine.create(mock)) {
                ToolFlow<Topic, Line> nesting = ToolFlow.define(
                        "nesting",
                        Topic.class,
                        (flow, topic) -> flow.local(
                                "inner",
                                Line.class,
                                topic,
                                t -> engine.run(flowOf(ToolCallStep.of(CULPRIT)), t)
                                        .output()));

                assertThat(engine.run(nesting, TEA).error())
                        .hasValueSatisfying(error -> assertThat(error.getCause())
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("inside a step"));
            }
        }

        @Test
        void a_deadline_beyond_a_year() {
            assertThatThrownBy(() -> RunOptions.defaults().deadline(Duration.ofSeconds(Long.MAX_VALUE)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 365 days");
        }

        @Test
        void a_step_with_the_id_of_the_flows_input() {
            assertThatThrownBy(() -> flowOf(ToolCallStep.of(CULPRIT).as("input")))
                    .hasMessageContaining("'input'")
                    .hasMessageContaining("give it another");
        }
    }

    @Nested
    class A_mapping_to_which_many_paths_lead {
        @Test
        void runs_once_for_each_step_that_needs_it() {
            AtomicInteger runs = new AtomicInteger();
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(CULPRIT).reply(CALM);
            ToolFlow<Topic, Line> flow = ToolFlow.define("doubling", Topic.class, (steps, topic) -> {
                var ref = topic.map(t -> runs.incrementAndGet());
                for (int level = 0; level < 40; level++) {
                    ref = ref.and(ref).map((a, b) -> a);
                }
                return steps.step(CULPRIT, ref.map(n -> new Topic("tea " + n)));
            });
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThat(engine.run(flow, TEA).output()).isEqualTo(CALM);
                assertThat(runs).hasValue(1);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Nested
    class Starting_a_run {
        @Test
        void does_not_wait_for_the_mapping_of_an_output_that_needs_no_step() {
            Gate started = new Gate();
            var flow = ToolFlow.define(
                    "mapped",
                    Topic.class,
                    (steps, topic) -> topic.map(t -> {
                        started.pass();
                        return t.text();
                    }));
            try (var engine = ToolFlowEngine.create(MockOpenAiToolService.create())) {
                var run = engine.start(flow, TEA);
                started.open();

                assertThat(run.result().join().output()).isEqualTo("tea");
            }
        }
    }
}
