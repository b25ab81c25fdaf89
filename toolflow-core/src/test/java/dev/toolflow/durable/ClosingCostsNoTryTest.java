package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.Sleeper;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunStore;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClosingCostsNoTryTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final ToolFlow<Topic, Line> LINE = flowOf(ToolCallStep.of(WRITE)
            .maxRetries(2)
            .audit(AuditFunction.require("calm", CALM::equals, Issue.critical("not calm"))));

    @Test
    void of_a_step_that_waited_to_call_again() throws InterruptedException {
        RunStore store = RunStore.memory();
        for (int i = 0; i < 2; i++) {
            closeInThePauseAfterA503(store);
        }
        MockOpenAiToolService mock = MockOpenAiToolService.create();
        mock.on(WRITE).reply(TOO_LONG, TOO_LONG, CALM);

        try (ToolFlowEngine engine = ToolFlowEngine.builder(mock).store(store).build()) {
            var result = engine.run(LINE, TEA, MINE);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests()).hasSize(3);
        }
    }

    private static void closeInThePauseAfterA503(RunStore store) throws InterruptedException {
        CountDownLatch pausing = new CountDownLatch(1);
        Sleeper endless = pause -> {
            pausing.countDown();
            new CountDownLatch(1).await();
        };
        MockOpenAiToolService mock = MockOpenAiToolService.create();
        mock.on(WRITE).fail(new ToolCallException.Transient("503"));
        ToolFlowEngine engine =
                ToolFlowEngine.builder(mock).store(store).sleeper(endless).build();
        engine.start(LINE, TEA, MINE);
        pausing.await();
        engine.close();
    }
}
