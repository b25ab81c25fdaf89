package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Gate;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.event.ToolFlowEvent.StepFinished;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.RunStoreException;
import dev.toolflow.run.StepRecord;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An accepted step is written together with the next call's intent, and nobody sees it before. */
@Timeout(60)
class CommitsTogetherTest {
    private static final StepDefinition<Topic, Line> POLISH = Lines.writing("polish");
    private static final ToolFlow<Topic, Line> TWICE = ToolFlow.define("twice", Topic.class, (flow, topic) -> {
        var first = flow.step(WRITE, topic);
        return flow.step(POLISH, first.map(line -> new Topic(line.text())));
    });

    private final Processes processes = new Processes();
    private final List<ToolFlowEvent> told = new CopyOnWriteArrayList<>();
    private volatile boolean toldUnwritten;

    @BeforeEach
    void answers() {
        processes.mock.on(WRITE).answer(request -> CALM);
        processes.mock.on(POLISH).answer(request -> CALM);
    }

    @AfterEach
    void close() {
        processes.close();
        assertThat(toldUnwritten).isFalse();
    }

    /** A process whose commits are seen before they are made. */
    private ToolFlowEngine engine(Consumer<List<RunChange>> seen) {
        RunStore store = SeenCommits.of(processes.store, seen);
        return processes.builder().store(store).listener(this::hear).build();
    }

    private void hear(ToolFlowEvent event) {
        told.add(event);
        if (event instanceof StepFinished step && step.status() == StepStatus.COMPLETED) {
            toldUnwritten |= !accepted(step.at().runId()).contains(step.stepId());
        }
    }

    private List<String> accepted() {
        return accepted("mine");
    }

    private List<String> accepted(String runId) {
        return processes.stored(runId).steps().stream()
                .filter(StepRecord::isAccepted)
                .map(StepRecord::stepId)
                .toList();
    }

    private List<String> namesTold() {
        return told.stream()
                .filter(event -> !(event instanceof ToolFlowEvent.TextDelta))
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private static RunOptions id(String id) {
        return RunOptions.defaults().id(id);
    }

    @Test
    void two_steps_take_five_commits() {
        List<List<String>> commits = new CopyOnWriteArrayList<>();
        try (ToolFlowEngine engine = engine(changes -> commits.add(changes.stream()
                .map(change -> change.getClass().getSimpleName())
                .toList()))) {
            List<List<List<String>>> runs = IntStream.range(0, 20)
                    .mapToObj(i -> {
                        commits.clear();
                        engine.run(TWICE, TEA, id("run-" + i));
                        return List.copyOf(commits);
                    })
                    .toList();

            // A machine that pauses between a step and the next call has it written for itself; not in each of twenty
            // runs.
            assertThat(runs)
                    .contains(List.of(
                            List.of("Intended"),
                            List.of("Settled"),
                            List.of("StepSaved", "Intended"),
                            List.of("Settled"),
                            List.of("StepSaved", "Moved")));
        }
    }

    @Test
    void an_accepted_step_is_not_told_before_it_is_written_and_events_keep_their_order() {
        Gate reached = new Gate();
        Gate written = new Gate();
        try (ToolFlowEngine engine = engine(commit -> {
            if (SeenCommits.isAccepted(commit, "write_line")) {
                reached.open();
                written.pass();
            }
        })) {
            FlowRun<Line> run = engine.start(TWICE, TEA, id("mine"));
            reached.pass();

            assertThat(processes.mock.requests(POLISH)).isEmpty();
            written.open();
            run.result().join();
        }
        assertThat(namesTold())
                .containsExactly(
                        "RunStarted",
                        "StepStarted",
                        "AttemptStarted",
                        "AttemptFinished",
                        "StepFinished",
                        "StepStarted",
                        "AttemptStarted",
                        "AttemptFinished",
                        "StepFinished",
                        "RunFinished");
        assertThat(told).extracting(event -> event.at().sequence()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_function_is_not_called_before_what_it_is_given_is_written() {
        Gate reached = new Gate();
        Gate written = new Gate();
        AtomicBoolean called = new AtomicBoolean();
        ToolFlow<Topic, Line> signed = ToolFlow.define("signed", Topic.class, (flow, topic) -> {
            var line = flow.step(WRITE, topic);
            return flow.local("sign", Line.class, line, text -> {
                called.set(true);
                assertThat(accepted()).containsExactly("write_line");
                return text;
            });
        });
        try (ToolFlowEngine engine = engine(commit -> {
            if (SeenCommits.isAccepted(commit, "write_line")) {
                reached.open();
                written.pass();
            }
        })) {
            FlowRun<Line> run = engine.start(signed, TEA, id("mine"));
            reached.pass();

            assertThat(called).isFalse();
            written.open();
            assertThat(run.result().join().status()).isEqualTo(RunStatus.COMPLETED);
        }
    }

    @Test
    void a_step_that_nothing_follows_for_now_is_written() {
        ToolFlow<Topic, Line> slow = ToolFlow.define("slow", Topic.class, (flow, topic) -> {
            var first = flow.step(WRITE, topic);
            return flow.step(POLISH, first.map(line -> {
                await().untilAsserted(() -> assertThat(accepted()).containsExactly("write_line"));
                return new Topic(line.text());
            }));
        });
        try (ToolFlowEngine engine = engine(commit -> {})) {
            assertThat(engine.run(slow, TEA, id("mine")).status()).isEqualTo(RunStatus.COMPLETED);
        }
    }

    @Test
    void an_accepted_step_that_could_not_be_written_has_failed_and_nothing_is_called_after_it() {
        ToolFlowResult<Line> result;
        try (ToolFlowEngine engine = engine(commit -> {
            if (SeenCommits.isAccepted(commit, "write_line")) {
                throw new RunStoreException("the disk is full", null);
            }
        })) {
            result = engine.run(TWICE, TEA, id("mine"));
        }
        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        assertThat(result.error())
                .get()
                .isInstanceOf(StepException.NotRecorded.class)
                .hasToString(result.steps().get(0).error().toString());
        assertThat(result.error().orElseThrow())
                .hasMessageContaining("step 'write_line': its result could not be written down: the disk is full");
        assertThat(result.steps()).extracting(step -> step.status()).startsWith(StepStatus.FAILED);
        assertThat(processes.mock.requests(POLISH)).isEmpty();
        assertThat(told.stream().filter(StepFinished.class::isInstance).map(StepFinished.class::cast))
                .extracting(StepFinished::status)
                .doesNotContain(StepStatus.COMPLETED);
        processes.leasesEnd();

        assertThat(processes.begin().run(TWICE, TEA, id("mine")).output()).isEqualTo(CALM);
        assertThat(processes.lines()).isEqualTo(1);
    }

    @Test
    void a_run_that_another_took_before_its_last_step_was_written_is_cancelled_here() {
        ToolFlowResult<Line> result;
        try (ToolFlowEngine engine = engine(commit -> {
            if (SeenCommits.isAccepted(commit, "polish")) {
                processes.leasesEnd();
                processes.store.claim("mine", Owner.current());
            }
        })) {
            result = engine.run(TWICE, TEA, id("mine"));
        }

        assertThat(result.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(result.error())
                .get()
                .isInstanceOf(StepException.NotRecorded.class)
                .extracting(Throwable::getCause)
                .isInstanceOf(RunLeasedException.class);
        assertThat(result.steps())
                .extracting(step -> step.status())
                .containsExactly(StepStatus.COMPLETED, StepStatus.FAILED);
    }
}
