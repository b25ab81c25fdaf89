package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.onlyAttempt;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.step.RetryPolicy;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.ToolCallException.Transient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CallThatFailsInPassingTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingSleeper sleeper = new RecordingSleeper();
    private final MutableClock clock = new MutableClock();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(mock).sleeper(sleeper).clock(clock).build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private static Transient busy(Duration retryAfter) {
        return new Transient("429", CallReceipt.none(), retryAfter, null);
    }

    @Test
    void is_made_three_times_in_one_attempt_and_then_fails_the_step() {
        mock.on(WRITE).answer(request -> {
            throw new Transient("503 for ever");
        });

        var result = engine.run(ONE_LINE, TEA);

        assertThat(mock.requests()).hasSize(3);
        assertThat(sleeper.pauses()).hasSize(2);
        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        assertThat(result.step(WRITE).error()).isInstanceOf(Transient.class).hasMessage("503 for ever");
        assertThat(onlyAttempt(result).made().calls()).isEqualTo(3);
    }

    @Test
    void is_done_when_it_works_again_without_a_new_attempt() {
        mock.on(WRITE).fail(new Transient("503")).fail(new Transient("503")).reply(CALM);

        var result = engine.run(ONE_LINE, TEA);

        assertThat(result.output()).isEqualTo(CALM);
        assertThat(onlyAttempt(result).made().calls()).isEqualTo(3);
        assertThat(mock.requests())
                .allSatisfy(
                        request -> assertThat(request).isSameAs(mock.requests().get(0)));
    }

    @Test
    void is_repeated_after_half_a_second_doubled_each_time_with_jitter() {
        mock.on(WRITE).fail(new Transient("503")).fail(new Transient("503")).reply(CALM);

        engine.run(ONE_LINE, TEA);

        assertThat(sleeper.pauses().get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(750));
        assertThat(sleeper.pauses().get(1)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_500));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 17, 60})
    void is_repeated_no_sooner_than_the_provider_asks(int seconds) {
        Duration hint = Duration.ofSeconds(seconds);
        mock.on(WRITE).fail(busy(hint)).fail(busy(hint)).reply(CALM);

        assertThat(engine.run(ONE_LINE, TEA).output()).isEqualTo(CALM);
        assertThat(sleeper.pauses()).hasSize(2).allMatch(pause -> pause.compareTo(hint) >= 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {61, 86_400, Integer.MAX_VALUE})
    void fails_the_step_at_once_when_the_provider_asks_for_more_than_a_minute(int seconds) {
        mock.on(WRITE).fail(busy(Duration.ofSeconds(seconds)));

        var result = engine.run(ONE_LINE, TEA);

        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        assertThat(mock.requests()).hasSize(1);
        assertThat(sleeper.pauses()).isEmpty();
    }

    @Test
    void fails_the_step_at_once_when_the_pause_would_outlast_the_run() {
        mock.on(WRITE).fail(busy(Duration.ofSeconds(30)));

        var result = engine.run(ONE_LINE, TEA, RunOptions.defaults().deadline(Duration.ofSeconds(20)));

        assertThat(result.step(WRITE).error()).isInstanceOf(Transient.class);
        assertThat(sleeper.pauses()).isEmpty();
    }

    @Test
    void is_made_as_often_as_the_policy_says() {
        try (var patient = ToolFlowEngine.builder(mock)
                        .sleeper(sleeper)
                        .retry(RetryPolicy.standard().maxCalls(5).firstPause(Duration.ofMillis(1)))
                        .build();
                var impatient = ToolFlowEngine.builder(mock)
                        .sleeper(sleeper)
                        .retry(RetryPolicy.standard().maxCalls(1))
                        .build()) {
            mock.on(WRITE).answer(request -> {
                throw new Transient("503");
            });

            patient.run(ONE_LINE, TEA);
            assertThat(mock.requests()).hasSize(5);
            impatient.run(ONE_LINE, TEA);
            assertThat(mock.requests()).hasSize(6);
        }
    }

    @Test
    void is_never_repeated_after_much_more_than_a_minute_unless_the_first_pause_is_longer() {
        mock.on(WRITE).answer(request -> {
            throw new Transient("503");
        });
        try (var patient = ToolFlowEngine.builder(mock)
                .sleeper(sleeper)
                .retry(RetryPolicy.standard().maxCalls(20))
                .build()) {
            patient.run(ONE_LINE, TEA);
        }

        assertThat(sleeper.pauses()).hasSize(19).allMatch(pause -> pause.compareTo(Duration.ofSeconds(90)) <= 0);
    }

    @Test
    void is_repeated_for_images_too_since_nothing_was_bought() {
        mock.on(DRAW).fail(new Transient("503")).image(8, 8);

        assertThat(engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA).status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void counts_its_calls_anew_in_the_next_attempt() {
        mock.on(WRITE)
                .fail(new Transient("503"))
                .fail(new Transient("503"))
                .replyJson("no JSON")
                .fail(new Transient("503"))
                .fail(new Transient("503"))
                .reply(CALM);

        var result = engine.run(ONE_LINE, TEA);

        assertThat(result.output()).isEqualTo(CALM);
        assertThat(result.step(WRITE).attempts())
                .extracting(attempt -> attempt.made().calls())
                .containsExactly(3, 3);
    }
}
