package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.durable.Cards.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.toolflow.durable.Cards.Card;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.run.RunLeasedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartByIdTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private final Processes processes = new Processes();

    @AfterEach
    void closeAll() {
        processes.close();
    }

    @Nested
    class The_same_id_and_input {
        @Test
        void are_the_same_run_while_it_is_under_way() {
            Gate answered = new Gate();
            processes.mock.on(WRITE).answer(request -> {
                answered.pass();
                return CALM;
            });
            ToolFlowEngine engine = processes.begin();
            FlowRun<Line> first = engine.start(ONE_LINE, TEA, MINE);

            assertThat(engine.start(ONE_LINE, TEA, MINE)).isSameAs(first);
            answered.open();
            assertThat(first.result().join().output()).isEqualTo(CALM);
            assertThat(processes.lines()).isEqualTo(1);
        }

        @Test
        void are_refused_while_another_engine_has_the_run() {
            Gate answered = new Gate();
            processes.mock.on(WRITE).answer(request -> {
                answered.pass();
                return CALM;
            });
            FlowRun<Line> first = processes.begin().start(ONE_LINE, TEA, MINE);

            ToolFlowEngine other = processes.begin();
            assertThatThrownBy(() -> other.start(ONE_LINE, TEA, MINE))
                    .isInstanceOf(RunLeasedException.class)
                    .hasMessageContaining("run 'mine' belongs to ");
            answered.open();
            assertThat(first.result().join().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(processes.lines()).isEqualTo(1);
        }

        @Test
        void find_the_result_of_a_completed_run_with_pictures_and_costs_without_a_call() {
            processes.mock.on(WRITE).reply(CALM);
            processes.mock.on(Lines.DRAW).image(8, 8);
            ToolFlowResult<Card> first = processes.begin().run(CARD, TEA, MINE);
            long commits = processes.record("mine").nextSeq();

            ToolFlowResult<Card> again = processes.begin().run(CARD, TEA, MINE);

            assertThat(again.status()).as("%s", again.error()).isEqualTo(RunStatus.COMPLETED);
            assertThat(again.output()).isEqualTo(first.output());
            assertThat(again.steps()).isEqualTo(first.steps());
            assertThat(again.usage()).isEqualTo(first.usage());
            assertThat(again.cost()).isEqualTo(first.cost());
            assertThat(again.cost().usd()).isPositive();
            assertThat(processes.mock.requests()).hasSize(2);
            assertThat(processes.record("mine").nextSeq()).isEqualTo(commits);
            assertThat(processes.images.open(
                            again.step(Lines.DRAW).output().orElseThrow().image()))
                    .isNotEmpty();
        }

        @Test
        void go_on_with_a_run_whose_process_died() {
            processes.mock.on(WRITE).reply(CALM);
            processes.mock.on(Lines.DRAW).image(8, 8);
            Processes.Mortal first = processes.mortal(3);
            first.engine().run(CARD, TEA, MINE);
            processes.leasesEnd();

            ToolFlowResult<Card> second = processes.begin().run(CARD, TEA, MINE);

            assertThat(second.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(processes.lines()).isEqualTo(1);
        }

        @Test
        void tell_a_listener_of_the_run_nothing_but_what_happens() {
            processes.mock.on(WRITE).reply(CALM);
            processes.mock.on(Lines.DRAW).image(8, 8);
            ToolFlow<Topic, Card> shaped =
                    ToolFlow.define("shaped", Topic.class, (flow, topic) -> flow.subflow("sub", CARD, topic));
            Processes.Mortal first = processes.mortal(3);
            first.engine().run(shaped, TEA, MINE);
            processes.leasesEnd();
            List<ToolFlowEvent> told = new CopyOnWriteArrayList<>();

            try (ToolFlowEngine second = processes.begin()) {
                assertThat(second.run(shaped, TEA, MINE.listener(told::add)).status())
                        .isEqualTo(RunStatus.COMPLETED);
            }

            assertThat(told).first().isInstanceOf(ToolFlowEvent.RunStarted.class);
            assertThat(told)
                    .extracting(event -> event.at().sequence())
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Nested
    class Many_at_once {
        private final ExecutorService threads = Executors.newFixedThreadPool(8);

        @AfterEach
        void endTheThreads() {
            threads.shutdownNow();
        }

        private <T> List<Future<T>> atOnce(int count, java.util.function.IntFunction<T> work) {
            CyclicBarrier together = new CyclicBarrier(count);
            List<Future<T>> done = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                done.add(threads.submit(() -> {
                    together.await();
                    return work.apply(number);
                }));
            }
            return done;
        }

        @RepeatedTest(50)
        void threads_of_one_engine_get_the_same_result_of_one_call() throws Exception {
            processes.mock.on(WRITE).answer(request -> CALM);
            ToolFlowEngine engine = processes.begin();

            for (Future<FlowRun<Line>> run : atOnce(4, number -> engine.start(ONE_LINE, TEA, MINE))) {
                assertThat(run.get().result().join().output()).isEqualTo(CALM);
            }
            assertThat(processes.lines()).isEqualTo(1);
        }

        @RepeatedTest(20)
        void engines_leave_the_run_to_one_of_them() throws Exception {
            processes.mock.on(WRITE).answer(request -> CALM);
            List<ToolFlowEngine> engines = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                engines.add(processes.begin());
            }

            int results = 0;
            for (Future<CompletableFuture<ToolFlowResult<Line>>> run : atOnce(8, number -> {
                try {
                    return engines.get(number).start(ONE_LINE, TEA, MINE).result();
                } catch (RunLeasedException e) {
                    return CompletableFuture.<ToolFlowResult<Line>>failedFuture(e);
                }
            })) {
                results += run.get()
                                .handle((result, refused) ->
                                        result != null && result.output().equals(CALM))
                                .join()
                        ? 1
                        : 0;
            }
            assertThat(results).isPositive();
            assertThat(processes.lines()).isEqualTo(1);
        }
    }
}
