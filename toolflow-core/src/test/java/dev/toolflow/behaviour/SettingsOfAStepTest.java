package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FanOut;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.OnUnknown;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.Streaming;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SettingsOfAStepTest {
    private final ToolCallStep<Topic, Line> step = ToolCallStep.of(WRITE).as("first");
    private final StepDefinition<Topic, Line> local =
            LocalStepDefinition.of("polish", Topic.class, Line.class, topic -> Lines.CALM);

    @Test
    void are_refused_out_of_bounds_by_name() {
        assertThatThrownBy(() -> step.maxRetries(-1)).hasMessageContaining("step 'first': maxRetries");
        assertThatThrownBy(() -> step.maxRetries(101)).hasMessageContaining("step 'first': maxRetries");
        assertThatThrownBy(() -> step.timeout(Duration.ZERO)).hasMessageContaining("step 'first': timeout");
        assertThatThrownBy(() -> step.model(" ")).hasMessageContaining("step 'first': model");
        assertThatThrownBy(() -> step.temperature(2.1)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> step.temperature(Double.NaN)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> step.maxTokens(0)).hasMessageContaining("maxTokens");
        assertThatThrownBy(() -> FanOut.atMost(0)).hasMessageContaining("atMost");
    }

    @Test
    void bound_the_timeout_to_a_day() {
        assertThat(step.timeout(Duration.ofDays(1)).calling().timeout()).contains(Duration.ofDays(1));
        assertThatThrownBy(() -> step.timeout(Duration.ofDays(1).plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("step 'first': timeout: must be longer than zero and at most 1 day");
        assertThatThrownBy(() -> step.timeout(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void of_a_call_are_refused_for_a_local_step_which_makes_none() {
        ToolCallStep<Topic, Line> polish = ToolCallStep.of(local);

        assertNoCall("model", () -> polish.model("gpt-test"));
        assertNoCall("temperature", () -> polish.temperature(0.5));
        assertNoCall("maxTokens", () -> polish.maxTokens(77));
        assertNoCall("timeout", () -> polish.timeout(Duration.ofSeconds(1)));
        assertNoCall("onUnknown", () -> polish.onUnknown(OnUnknown.RETRY));
    }

    private static void assertNoCall(String setting, ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step 'polish': " + setting + ": a local step calls no model; leave it out");
    }

    @Test
    void of_streaming_are_for_chat_steps_only() {
        assertThat(step.streaming(Streaming.ON).calling().options().streaming()).isEqualTo(Streaming.ON);
        assertThatThrownBy(() ->
                        ToolCallStep.of(ImageGenerationStepDefinition.create()).streaming(Streaming.ON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step 'generate_image': streaming: this step calls no chat model; leave it out");
    }

    @Test
    void give_a_local_step_no_retries() {
        assertThat(ToolCallStep.of(local).maxRetries()).isZero();
        assertThatThrownBy(() -> ToolCallStep.of(local).maxRetries(1))
                .hasMessageContaining("step 'polish'")
                .hasMessageContaining("leave it at 0");
    }
}
