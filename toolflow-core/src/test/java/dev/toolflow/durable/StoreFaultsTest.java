package dev.toolflow.durable;

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
import dev.toolflow.run.RunStore;
import dev.toolflow.run.RunStoreException;
import dev.toolflow.run.StepRecord;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The store of runs fails once, or does not answer. */
@Timeout(60)
class StoreFaultsTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final StepDefinition<Topic, Line> POLISH = Lines.writing("polish");
    private static final ToolFlow<Topic, Line> TWICE = ToolFlow.define("twice", Topic.class, (flow, topic) -> {
        var first = flow.step(Lines.WRITE, topic);
        return flow.step(POLISH, first.map(line -> new Topic(line.text())));
    });
    private static final Set<String> WRITES = Set.of("create", "commit", "release", "settle", "claim");

    private final Processes processes = new Processes();
    private final List<ToolFlowEvent> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        processes.close();
    }

    /** What is done to a write of the store. */
    private interface Fault {
        Object around(Method method, Write write) throws Throwable;
    }

    private interface Write {
        Object done() throws Throwable;
    }

    private RunStore store(Fault fault) {
        return (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, arguments) -> {
                    Write write = () -> {
                        try {
                            return method.invoke(processes.store, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    };
                    return WRITES.contains(method.getName()) ? fault.around(method, write) : write.done();
                });
    }

    private ToolFlowEngine engine(RunStore seen) {
        return processes.builder().store(seen).listener(told::add).build();
    }

    static Stream<Arguments> faults() {
        return IntStream.rangeClosed(1, 8)
                .boxed()
                .flatMap(number -> Stream.of(Arguments.of(number, true), Arguments.of(number, false)));
    }

    @ParameterizedTest(name = "write {0} fails, taken effect: {1}")
    @MethodSource("faults")
    void that_fails_once_loses_nothing_that_was_told(int number, boolean takenEffect) {
        processes.mock.on(Lines.WRITE).answer(request -> Lines.CALM);
        processes.mock.on(POLISH).answer(request -> Lines.CALM);
        AtomicInteger writes = new AtomicInteger();
        RunStore failing = store((method, write) -> {
            boolean fails = writes.incrementAndGet() == number;
            Object answer = fails && !takenEffect ? null : write.done();
            if (fails) {
                throw new RunStoreException("the database is gone", null);
            }
            return answer;
        });
        try (ToolFlowEngine first = engine(failing)) {
            ToolFlowResult<Line> result = first.run(TWICE, Lines.TEA, MINE);
            assertThat(result.status()).isIn(RunStatus.FAILED, RunStatus.COMPLETED);
            result.error().ifPresent(error -> assertThat(error).isInstanceOf(StepException.NotRecorded.class));
        } catch (RunStoreException atTheBeginning) {
            assertThat(number).isEqualTo(1);
        }
        requireKept();
        processes.leasesEnd();

        ToolFlowResult<Line> again = processes.begin().run(TWICE, Lines.TEA, MINE);

        assertThat(again.output()).isEqualTo(Lines.CALM);
        assertThat(processes.mock.requests()).hasSizeBetween(2, 3);
    }

    /** Whatever was told as completed is in the store. */
    private void requireKept() {
        List<String> completed = told.stream()
                .filter(StepFinished.class::isInstance)
                .map(StepFinished.class::cast)
                .filter(step -> step.status().name().equals("COMPLETED"))
                .map(StepFinished::stepId)
                .toList();
        List<String> kept = processes.store.load("mine").stream()
                .flatMap(run -> run.steps().stream())
                .filter(StepRecord::isAccepted)
                .map(StepRecord::stepId)
                .toList();
        assertThat(kept).containsAll(completed);
    }

    @Test
    void that_could_not_be_reached_is_not_waited_for_again_to_give_the_lease_back() {
        processes.mock.on(Lines.WRITE).answer(request -> Lines.CALM);
        Gate reachable = new Gate();
        RunStore down = store((method, write) -> {
            if (method.getName().equals("commit")) {
                throw new RunStoreException("the database cannot be reached within 30 s", null);
            }
            if (method.getName().equals("release")) {
                reachable.pass();
            }
            return write.done();
        });
        try (ToolFlowEngine engine = engine(down)) {
            ToolFlowResult<Line> result = engine.run(TWICE, Lines.TEA, MINE);

            assertThat(result.error()).containsInstanceOf(StepException.NotRecorded.class);
            assertThat(processes.record("mine").lease()).isNotNull();
            reachable.open();
            await().untilAsserted(
                            () -> assertThat(processes.record("mine").lease()).isNull());
        }
    }

    @Test
    void that_does_not_answer_keeps_no_run_from_being_cancelled() {
        processes.mock.on(Lines.WRITE).answer(request -> Lines.CALM);
        Gate reached = new Gate();
        Gate answers = new Gate();
        RunStore stuck = store((method, write) -> {
            if (method.getName().equals("commit")) {
                reached.open();
                answers.pass();
            }
            return write.done();
        });
        ToolFlowEngine engine = engine(stuck);
        FlowRun<Line> run = engine.start(TWICE, Lines.TEA, MINE);
        reached.pass();

        run.cancel();
        answers.open();

        assertThat(run.result().join().status()).isEqualTo(RunStatus.CANCELLED);
        await().untilAsserted(() -> assertThat(processes.phase("mine").name()).isEqualTo("CANCELLED"));
        assertThat(processes.mock.requests()).isEmpty();
        engine.close();
    }
}
