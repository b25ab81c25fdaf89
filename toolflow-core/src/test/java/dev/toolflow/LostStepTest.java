package dev.toolflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.RunKeeper.KeptStep;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.Budget;
import dev.toolflow.budget.PriceList;
import dev.toolflow.budget.TokenEstimator;
import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.limit.CircuitBreakerPolicy;
import dev.toolflow.run.Lease;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStore;
import dev.toolflow.step.RetryPolicy;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ModelDefaults;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LostStepTest {
    private static final Duration LONGEST = Duration.ofMillis(1);
    private static final ToolFlow<Topic, Line> LINE =
            ToolFlow.define("line", Topic.class, (flow, topic) -> flow.step(Lines.WRITE, topic));

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RunStore store = RunStore.memory();
    private final LateThreads threads = new LateThreads();

    /** Commits are made once they may be. */
    private static final class LateThreads implements Executor {
        private final List<Runnable> held = new ArrayList<>();
        private boolean mayBegin;

        @Override
        public synchronized void execute(Runnable commits) {
            if (mayBegin) {
                commits.run();
            } else {
                held.add(commits);
            }
        }

        synchronized void begin() {
            mayBegin = true;
            held.forEach(Runnable::run);
        }
    }

    private StoreKeeper keeper() {
        KeptRuns kept = new EngineRuns(EngineParts.of(settings())).kept();
        BegunRun begun = BegunRun.of(kept.parts(), RunOptions.defaults().id("mine"), RunMemory.empty());
        Lease lease =
                Objects.requireNonNull(store.create(kept.created().of(LINE, Lines.TEA, begun, null), Owner.current())
                        .lease());
        StoreKeeper keeper = new StoreKeeper(kept, new RunCommitter(store, lease, new Committing(threads)), LONGEST);
        keeper.begins(new RunScope(Clock.systemUTC(), null), LINE.graph());
        return keeper;
    }

    private EngineSettings settings() {
        return new EngineSettings(
                mock,
                ModelDefaults.standard(),
                ImageStore.memory(1),
                ImageLimits.standard(),
                ImageModelCatalog.standard(),
                ImageSettings.none(),
                RetryPolicy.standard(),
                PriceList.standard(),
                Budget.unlimited(),
                TokenEstimator.standard(),
                List.of(),
                1,
                1,
                Tenancy.one(),
                null,
                Durability.in(store),
                ModelLimits.NONE,
                CircuitBreakerPolicy.off(),
                Clock.systemUTC(),
                Sleeper.system());
    }

    private ToolFlowResult<Line> completed() {
        mock.on(Lines.WRITE).answer(request -> Lines.CALM);
        try (ToolFlowEngine engine = ToolFlowEngine.builder(mock).build()) {
            return engine.run(LINE, Lines.TEA);
        }
    }

    /** Another step of its run failed for a reason of its own. */
    private static ToolFlowResult<Line> failed(ToolFlowResult<Line> run) {
        ToolFlowResult.Head head =
                new ToolFlowResult.Head("mine", RunStatus.FAILED, Duration.ZERO, run.resumable(), List.of());
        return new ToolFlowResult<>(head, null, run.steps(), new StepException.CodeFailed("another step", null));
    }

    @Nested
    class An_accepted_step_that_was_not_known_to_be_written_in_time {
        @Test
        void leaves_its_run_to_whoever_goes_on_whatever_else_failed() {
            ToolFlowResult<Line> run = completed();
            StoreKeeper keeper = keeper();

            RuntimeException lost = keeper.ended(new KeptStep(run.step(Lines.WRITE), 1, 1, ""))
                    .join()
                    .orElseThrow();
            threads.begin();
            ToolFlowResult<Line> ended = keeper.ended(failed(run));

            assertThat(lost).isInstanceOf(StepException.NotRecorded.class).hasMessageContaining("has not answered");
            assertThat(ended.step(Lines.WRITE).status()).isEqualTo(StepStatus.FAILED);
            assertThat(ended.step(Lines.WRITE).error()).isSameAs(lost);
            await().untilAsserted(() ->
                    assertThat(store.find("mine").orElseThrow().lease()).isNull());
            assertThat(store.find("mine").orElseThrow().phase()).isEqualTo(RunPhase.RUNNING);
        }
    }
}
