package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Cups.BEST_OF_3;
import static dev.toolflow.behaviour.Cups.CUP;
import static dev.toolflow.behaviour.Cups.passing;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepException;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BestOfAndTheStoreTest {
    private static final ToolFlow<Topic, ImageGenerationOutput> FLOW =
            ToolFlow.define("draw", Topic.class, (flow, topic) -> flow.step(BEST_OF_3, topic.map(t -> CUP)));

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final BreakableStore store = new BreakableStore(ImageStore.temporary());
    private final List<Path> spooled = new CopyOnWriteArrayList<>();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(watched()).images(store).build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private OpenAiToolService watched() {
        return (request, context) -> {
            ToolCallResponse response = mock.executeToolCall(request, context);
            context.images().images().forEach(image -> spooled.add(image.file()));
            return response;
        };
    }

    @Nested
    class A_candidate_that_could_not_be_stored {
        private final AtomicInteger puts = new AtomicInteger();

        private ToolFlowResult<ImageGenerationOutput> run() {
            mock.on(DRAW).images(3, 8, 8);
            store.breaksFor(record -> puts.incrementAndGet() == 2);
            return engine.run(FLOW, TEA);
        }

        @Test
        void costs_itself_alone_and_its_paid_bytes_stay_where_its_attempt_says() {
            passing(mock, 40, 60);

            var result = run();

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(unstored(result))
                    .hasMessageContaining(spooled.get(1).toString())
                    .hasMessageContaining("unless another candidate was taken");
            assertThat(spooled.get(1)).exists();
        }

        @Test
        void keeps_its_bytes_when_the_run_is_resumed_though_nothing_is_left_to_do() {
            passing(mock, 40, 60);
            var result = run();
            store.isUp();

            var again = engine.resume(FLOW, result);

            assertThat(again.output()).isEqualTo(result.output());
            assertThat(spooled.get(1)).exists();
        }

        @Test
        void is_stored_and_judged_when_the_run_is_resumed_where_no_other_passed() {
            Cups.refused(mock, 40, 60);
            passing(mock, 20, 50, 30);
            var failed = run();
            assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
            store.isUp();

            var result = engine.resume(FLOW, failed);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests(DRAW)).hasSize(1);
            assertThat(spooled.get(1).getParent()).doesNotExist();
        }

        private RuntimeException unstored(ToolFlowResult<?> result) {
            return result.step(DRAW).attempts().stream()
                    .filter(Attempt.Failed.class::isInstance)
                    .map(attempt -> ((Attempt.Failed<?>) attempt).error())
                    .filter(StepException.StoreFailed.class::isInstance)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
