package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HowLongACallMayTakeTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingSleeper sleeper = new RecordingSleeper();
    private final MutableClock clock = new MutableClock();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(mock).sleeper(sleeper).clock(clock).build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private Duration timeLeftOf(ToolCallStep<Lines.Topic, Line> step, RunOptions options, Duration later) {
        var left = new java.util.concurrent.atomic.AtomicReference<Duration>();
        OpenAiToolService service = (request, context) -> {
            clock.advance(later);
            left.set(context.timeLeft());
            return Lines.reply("x", TokenUsage.none());
        };
        try (var timed = ToolFlowEngine.builder(service).clock(clock).build()) {
            timed.run(flowOf(step), TEA, options);
            return left.get();
        }
    }

    @Test
    void is_two_minutes_for_chat_and_ten_for_images() {
        assertThat(timeLeftOf(ToolCallStep.of(WRITE), RunOptions.defaults(), Duration.ZERO))
                .isEqualTo(Duration.ofSeconds(120));
        var left = new java.util.concurrent.atomic.AtomicReference<Duration>();
        OpenAiToolService service = (request, context) -> {
            left.set(context.timeLeft());
            return mock.executeToolCall(request, context);
        };
        mock.on(DRAW).image(8, 8);
        try (var timed = ToolFlowEngine.builder(service).clock(clock).build()) {
            timed.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);
        }
        assertThat(left).hasValue(Duration.ofSeconds(600));
    }

    @Test
    void is_what_the_step_says() {
        assertThat(timeLeftOf(
                        ToolCallStep.of(WRITE).timeout(Duration.ofSeconds(9)),
                        RunOptions.defaults(),
                        Duration.ofSeconds(2)))
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void is_no_longer_than_the_run_has_left_and_the_second_in_which_the_run_stops_it() {
        assertThat(timeLeftOf(
                        ToolCallStep.of(WRITE),
                        RunOptions.defaults().deadline(Duration.ofSeconds(30)),
                        Duration.ofSeconds(10)))
                .isEqualTo(Duration.ofSeconds(21));
    }

    @Test
    void is_never_negative() {
        assertThat(timeLeftOf(
                        ToolCallStep.of(WRITE),
                        RunOptions.defaults().deadline(Duration.ofSeconds(30)),
                        Duration.ofHours(1)))
                .isEqualTo(Duration.ZERO);
    }
}
