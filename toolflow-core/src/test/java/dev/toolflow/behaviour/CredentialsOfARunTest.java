package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.CredentialSource;
import dev.toolflow.tool.CredentialSource.RunContext;
import dev.toolflow.tool.Credentials;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CredentialsOfARunTest {
    private static final Credentials KEY = Credentials.of("sk-acme-0123456789");
    private static final ToolFlow<Topic, Line> LINE = flowOf(ToolCallStep.of(WRITE));

    private final List<Optional<Credentials>> carried = new CopyOnWriteArrayList<>();
    private final OpenAiToolService service = (request, context) -> {
        carried.add(context.credentials());
        return reply("x", TokenUsage.of(1, 1));
    };
    private final List<RunContext> asked = new CopyOnWriteArrayList<>();

    private ToolFlowEngine engine(OpenAiToolService service, CredentialSource source) {
        return ToolFlowEngine.builder(service)
                .credentials(run -> {
                    asked.add(run);
                    return source.credentials(run);
                })
                .sleeper(new RecordingSleeper())
                .build();
    }

    private static ToolFlow<Topic, Integer> eightLines(OnFailure policy) {
        return ToolFlow.define("lines", Topic.class, (flow, topic) -> {
            IntStream.range(0, 8)
                    .forEach(
                            i -> flow.step(ToolCallStep.of(writing("line_" + i)).onFailure(policy), topic));
            return topic.map(t -> 8);
        });
    }

    @Nested
    class The_source {
        @Test
        void is_not_needed_and_calls_then_go_by_the_services_own_key() {
            try (var engine = ToolFlowEngine.create(service)) {
                engine.run(LINE, TEA).output();
            }

            assertThat(carried).containsExactly(Optional.empty());
        }

        @Test
        void is_asked_once_for_a_run_whose_steps_call_all_at_once() {
            try (var engine = engine(service, run -> KEY)) {
                engine.run(eightLines(OnFailure.STOP), TEA).output();
            }

            assertThat(asked).hasSize(1);
            assertThat(carried).hasSize(8).containsOnly(Optional.of(KEY));
        }

        @Test
        void is_told_whom_the_run_is_done_for() {
            try (var engine = engine(service, run -> KEY)) {
                engine.run(
                        LINE,
                        TEA,
                        RunOptions.defaults().id("r-1").tenant("acme").attribute("user", "u-7"));
            }

            assertThat(asked).singleElement().satisfies(run -> {
                assertThat(run.runId()).isEqualTo("r-1");
                assertThat(run.tenant()).contains("acme");
                assertThat(run.attributes()).containsEntry("user", "u-7").hasSize(2);
            });
        }

        @Test
        void is_asked_again_when_the_run_is_resumed_since_the_key_may_be_a_new_one() {
            OpenAiToolService picky = (request, context) -> {
                if (context.credentials().equals(Optional.of(KEY))) {
                    throw new ToolCallException.Rejected("401");
                }
                return service.executeToolCall(request, context);
            };
            Credentials renewed = Credentials.of("sk-acme-renewed");
            try (var engine = engine(picky, run -> asked.size() == 1 ? KEY : renewed)) {
                ToolFlowResult<Line> refused = engine.run(LINE, TEA);

                assertThat(engine.resume(LINE, refused).status()).isEqualTo(RunStatus.COMPLETED);
            }

            assertThat(carried).containsExactly(Optional.of(renewed));
        }

        @Test
        void that_throws_fails_the_run_before_any_call_and_its_words_are_not_repeated() {
            try (var engine = engine(service, run -> {
                throw new IllegalStateException("vault: token hvs.SECRET expired");
            })) {
                var result = engine.run(eightLines(OnFailure.CONTINUE), TEA);

                assertThat(result.steps())
                        .hasSize(8)
                        .allSatisfy(step -> assertThat(step.error())
                                .isInstanceOf(StepException.CredentialsFailed.class)
                                .hasMessageContaining("the CredentialSource threw java.lang.IllegalStateException")
                                .hasMessageNotContaining("SECRET")
                                .hasCauseInstanceOf(IllegalStateException.class));
            }

            assertThat(carried).isEmpty();
            assertThat(asked).hasSize(1);
        }

        @Test
        @SuppressWarnings("NullAway")
        void that_returns_null_fails_the_run_before_any_call() {
            try (var engine = engine(service, run -> null)) {
                var result = engine.run(LINE, TEA);

                assertThat(result.status()).isEqualTo(RunStatus.FAILED);
                assertThat(result.error()).get().isInstanceOf(StepException.CredentialsFailed.class);
            }

            assertThat(carried).isEmpty();
        }

        @Test
        void is_asked_again_by_another_step_when_the_deadline_of_one_interrupted_it() {
            Gate begun = new Gate();
            var flow = ToolFlow.define("two", Topic.class, (f, topic) -> {
                f.step(
                        ToolCallStep.of(writing("late"))
                                .deadline(Duration.ofSeconds(1))
                                .onFailure(OnFailure.CONTINUE),
                        topic);
                return f.step(WRITE, f.local("behind", topic, t -> {
                    begun.pass();
                    return t;
                }));
            });
            try (var engine = engine(service, run -> {
                begun.open();
                return asked.size() == 1 ? interrupted() : KEY;
            })) {
                var result = engine.run(flow, TEA);

                assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
                assertThat(result.output()).isEqualTo(new Line("x"));
            }

            assertThat(asked).hasSize(2);
        }

        /** What some clients do: they drop the flag and the cause. */
        private static Credentials interrupted() {
            try {
                new CountDownLatch(1).await();
                return KEY;
            } catch (InterruptedException e) {
                throw new IllegalStateException("vault: no answer");
            }
        }

        @Test
        void is_interrupted_when_the_run_is_cancelled_and_so_are_the_steps_that_wait_for_it() {
            Meeting begun = new Meeting(1);
            try (var engine = engine(service, run -> {
                begun.come();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IllegalStateException("interrupted");
            })) {
                FlowRun<Integer> run = engine.start(eightLines(OnFailure.STOP), TEA);
                begun.await();
                run.cancel();

                assertThat(run.result().join().status()).isEqualTo(RunStatus.CANCELLED);
            }

            assertThat(carried).isEmpty();
        }
    }
}
