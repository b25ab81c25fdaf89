package dev.toolflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.OnUnknown;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process dies while a picture is being made, of which then no one knows. */
@Timeout(60)
class CallsInFlightAtADeathTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final int SETTLED = 2;
    private static final ToolCallStep<ImageGenerationInput, ImageGenerationOutput> DRAW = ToolCallStep.of(Lines.DRAW);

    private final Processes processes = new Processes();

    @BeforeEach
    void draws() {
        processes.mock.on(Lines.DRAW).answerImage(8, 8);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    private void dies(int commit, ToolFlow<Topic, String> flow) {
        Processes.Mortal mortal = processes.mortal(commit);
        mortal.engine().run(flow, Lines.TEA, MINE);
        mortal.dies();
        processes.leasesEnd();
    }

    private int calls() {
        return processes.mock.requests().size();
    }

    @Test
    void is_made_again_where_the_step_says_nothing_else_and_the_first_is_counted_as_unknown() {
        ToolFlow<Topic, String> flow = Lines.pictureFlow(DRAW);
        dies(SETTLED, flow);

        ToolFlowResult<String> result = processes.begin().run(flow, Lines.TEA, MINE);

        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(calls()).isEqualTo(2);
        assertThat(result.usage().unreportedCalls()).isEqualTo(1);
        assertThat(result.reserved().calls()).isEqualTo(1);
    }

    @Test
    void is_not_made_again_where_the_step_says_so_until_somebody_resumes_the_run() {
        ToolFlow<Topic, String> flow = Lines.pictureFlow(DRAW.onUnknown(OnUnknown.FAIL));
        dies(SETTLED, flow);
        ToolFlowEngine second = processes.begin();

        ToolFlowResult<String> failed = second.run(flow, Lines.TEA, MINE);
        int before = calls();
        ToolFlowResult<String> resumed = second.resume(flow, "mine");

        assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
        assertThat(failed.error()).get().isInstanceOf(ToolCallException.OutcomeUnknown.class);
        assertThat(failed.error().orElseThrow()).hasMessageContaining("resume the run once more to make it");
        assertThat(before).isEqualTo(1);
        assertThat(failed.usage().unreportedCalls()).isEqualTo(1);
        assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(calls()).isEqualTo(2);
        assertThat(resumed.usage().unreportedCalls()).isEqualTo(1);
        assertThat(resumed.reserved().calls()).isEqualTo(1);
    }

    @Test
    void is_not_made_again_by_a_second_death_either() {
        ToolFlow<Topic, String> flow = Lines.pictureFlow(DRAW.onUnknown(OnUnknown.FAIL));
        dies(SETTLED, flow);
        dies(1, flow);

        ToolFlowResult<String> failed = processes.begin().run(flow, Lines.TEA, MINE);

        assertThat(failed.error()).get().isInstanceOf(ToolCallException.OutcomeUnknown.class);
        assertThat(calls()).isEqualTo(1);
        assertThat(failed.reserved().calls()).isEqualTo(1);
    }

    @Test
    void leaves_the_candidates_that_came_before_it_to_choose_from() {
        ToolFlow<Topic, String> flow =
                Lines.pictureFlow(DRAW.model("openai/dall-e-3").bestOf(3).onUnknown(OnUnknown.FAIL));
        dies(4, flow);

        ToolFlowResult<String> result = processes.begin().run(flow, Lines.TEA, MINE);

        assertThat(result.status()).as("%s", result.error()).isEqualTo(RunStatus.COMPLETED);
        assertThat(calls()).isEqualTo(2);
        assertThat(result.steps().get(0).attempts()).hasSize(2);
        assertThat(result.usage().unreportedCalls()).isEqualTo(1);
    }
}
