package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStoreException;
import dev.toolflow.step.StepException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A step that was accepted, and that the store did not take. */
@Timeout(60)
class NotRecordedTest {
    private static final ToolFlow<Topic, Line> ONE =
            ToolFlow.define("one", Topic.class, (flow, topic) -> flow.step(WRITE, topic));

    private final AtomicBoolean mended = new AtomicBoolean();
    private final Processes processes = new Processes();

    @BeforeEach
    void answers() {
        processes.mock.on(WRITE).answer(request -> CALM);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    @Test
    void is_not_paid_again_when_its_run_is_resumed() {
        try (ToolFlowEngine engine = refusing(new RunStoreException("the disk is full", null))) {
            ToolFlowResult<Line> lost =
                    engine.run(ONE, TEA, RunOptions.defaults().id("mine"));
            mended.set(true);
            ToolFlowResult<Line> resumed = engine.resume(ONE, lost);

            assertThat(lost.error()).containsInstanceOf(StepException.NotRecorded.class);
            assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(resumed.output()).isEqualTo(CALM);
            assertThat(resumed.usage()).isEqualTo(lost.usage());
            assertThat(processes.lines()).isEqualTo(1);
            assertThat(processes.store.find("mine").orElseThrow().phase()).isEqualTo(RunPhase.COMPLETED);
        }
    }

    @Test
    void says_why_whatever_the_store_threw() {
        try (ToolFlowEngine engine = refusing(new OutOfMemoryError("of the store"))) {
            assertThat(engine.run(ONE, TEA, RunOptions.defaults().id("mine")).error())
                    .get()
                    .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                    .isInstanceOf(StepException.NotRecorded.class)
                    .hasMessageContaining("of the store");
        }
    }

    private ToolFlowEngine refusing(Throwable thrown) {
        return processes
                .builder()
                .store(SeenCommits.of(processes.store, commit -> {
                    if (!mended.get() && SeenCommits.isAccepted(commit, "write_line")) {
                        throwIt(thrown);
                    }
                }))
                .build();
    }

    private static void throwIt(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
