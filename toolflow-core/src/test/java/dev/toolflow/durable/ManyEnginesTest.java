package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.tool.ToolCallException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Several engines want one run at the same moment: one has it, and nothing is done twice. */
@Timeout(60)
class ManyEnginesTest {
    private static final int ENGINES = 6;
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final StepDefinition<Topic, Line> SIGN = Lines.writing("sign");
    private static final ToolFlow<Topic, Line> SIGNED = ToolFlow.define("signed", Topic.class, (flow, topic) -> {
        var line = flow.step(WRITE, topic);
        return flow.step(SIGN, line.map(l -> new Topic(l.text())));
    });
    private static final ToolFlow<Topic, Line> ASKS = ToolFlow.define("asks", Topic.class, (flow, topic) -> {
        var line = flow.step(WRITE, topic);
        var ok = flow.approve("ok", line, Boolean.class);
        return flow.step(SIGN, line.and(ok).map((l, yes) -> new Topic(l.text())));
    });

    private final Processes processes = new Processes();
    private final ExecutorService threads = Executors.newFixedThreadPool(ENGINES);
    private final List<ToolFlowEngine> engines = new ArrayList<>();

    @BeforeEach
    void begin() {
        processes.mock.on(WRITE).answer(request -> CALM);
        processes.mock.on(SIGN).answer(request -> CALM);
        for (int i = 0; i < ENGINES; i++) {
            engines.add(processes.begin());
        }
    }

    @AfterEach
    void closeAll() {
        processes.close();
        threads.shutdownNow();
    }

    private interface Work {
        RunStatus by(ToolFlowEngine engine);
    }

    /** How many of the engines had the run. */
    private int allAtOnce(Work work) throws Exception {
        CyclicBarrier together = new CyclicBarrier(ENGINES);
        List<Callable<Boolean>> all = new ArrayList<>();
        engines.forEach(engine -> all.add(() -> {
            together.await();
            try {
                return work.by(engine) == RunStatus.COMPLETED;
            } catch (RunLeasedException e) {
                return false;
            }
        }));
        int had = 0;
        for (Future<Boolean> done : threads.invokeAll(all)) {
            had += done.get() ? 1 : 0;
        }
        return had;
    }

    private void isDoneOnce() {
        assertThat(processes.phase("mine")).isEqualTo(RunPhase.COMPLETED);
        assertThat(processes.lines()).isEqualTo(1);
        assertThat(processes.mock.requests(SIGN)).hasSize(1);
    }

    @Nested
    class One_of_them_has_a_run {
        @RepeatedTest(20)
        void that_they_resume() throws Exception {
            Processes.Mortal first = processes.mortal(3);
            first.engine().run(SIGNED, TEA, MINE);
            processes.leasesEnd();

            assertThat(allAtOnce(engine -> engine.resume(SIGNED, "mine").status()))
                    .isPositive();
            isDoneOnce();
        }

        @RepeatedTest(20)
        void that_they_recover() throws Exception {
            Processes.Mortal first = processes.mortal(3);
            first.engine().run(SIGNED, TEA, MINE);
            processes.leasesEnd();

            assertThat(allAtOnce(engine -> engine.recover(List.of(SIGNED)).stream()
                            .map(run -> run.result().join().status())
                            .findFirst()
                            .orElse(RunStatus.FAILED)))
                    .isPositive();
            isDoneOnce();
        }

        @RepeatedTest(20)
        void that_failed_and_that_they_resume() throws Exception {
            processes.mock.on(SIGN).fail(new ToolCallException.Rejected("no"));
            engines.get(0).run(SIGNED, TEA, MINE);

            assertThat(allAtOnce(engine -> engine.resume(SIGNED, "mine").status()))
                    .isPositive();
            assertThat(processes.phase("mine")).isEqualTo(RunPhase.COMPLETED);
            assertThat(processes.mock.requests(SIGN)).hasSize(2);
        }

        @RepeatedTest(3)
        void that_waited_in_all_of_them_and_is_decided() throws Exception {
            for (ToolFlowEngine engine : engines) {
                assertThat(engine.run(ASKS, TEA, MINE).status()).isEqualTo(RunStatus.WAITING);
            }

            processes.elsewhere().decide(ASKS, "mine", "ok", true);

            await().until(() -> processes.phase("mine") == RunPhase.COMPLETED);
            isDoneOnce();
            assertThat(allAtOnce(engine -> engine.resume(ASKS, "mine").status()))
                    .isEqualTo(ENGINES);
            isDoneOnce();
        }
    }
}
