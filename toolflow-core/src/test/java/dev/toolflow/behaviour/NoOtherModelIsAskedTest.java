package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.BY_THREE_MODELS;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.Lines.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.step.OnUnknown;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import dev.toolflow.tool.ToolCallRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class NoOtherModelIsAskedTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingSleeper sleeper = new RecordingSleeper();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(mock).sleeper(sleeper).build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID_REQUEST", "UNAUTHORIZED", "OTHER"})
    void when_it_would_be_rejected_as_well(Rejection reason) {
        mock.on(WRITE).fail(new Rejected(reason, "no"));

        var result = engine.run(flowOf(BY_THREE_MODELS), TEA);

        assertThat(result.error().orElseThrow())
                .isInstanceOfSatisfying(
                        Rejected.class, no -> assertThat(no.reason()).isEqualTo(reason));
        assertThat(mock.requests()).extracting(ToolCallRequest::model).containsExactly("first");
    }

    @Test
    void when_a_reply_was_paid_and_cannot_be_used() {
        mock.on(WRITE).replyJson("no JSON");

        assertThat(engine.run(flowOf(BY_THREE_MODELS), TEA).error().orElseThrow())
                .isInstanceOf(ToolCallException.Malformed.class);
        assertThat(mock.requests()).extracting(ToolCallRequest::model).containsExactly("first");
    }

    @Test
    void when_a_picture_may_have_been_bought_however_often_it_was_called() {
        mock.on(DRAW).fail(unknown()).fail(unknown()).fail(unknown());
        var draw = ToolCallStep.of(DRAW).fallback("gpt-image-1.5").onUnknown(OnUnknown.RETRY);

        var result = engine.run(pictureFlow(draw), TEA);

        assertThat(result.error().orElseThrow()).isInstanceOf(OutcomeUnknown.class);
        assertThat(mock.requests())
                .extracting(ToolCallRequest::model)
                .containsOnly("gpt-image-2")
                .hasSize(3);
    }

    @Test
    void when_a_picture_may_have_been_bought_by_a_call_before_the_last() {
        mock.on(DRAW)
                .fail(unknown())
                .fail(new Transient("503"))
                .fail(new Transient("503"))
                .image(8, 8);
        var draw = ToolCallStep.of(DRAW).fallback("gpt-image-1.5").onUnknown(OnUnknown.RETRY);

        var result = engine.run(pictureFlow(draw), TEA);

        assertThat(result.error().orElseThrow()).isInstanceOf(Transient.class);
        assertThat(mock.requests())
                .extracting(ToolCallRequest::model)
                .containsOnly("gpt-image-2")
                .hasSize(3);
    }

    @Test
    void when_the_run_has_halted_meanwhile() {
        Gate called = new Gate();
        Gate failed = new Gate();
        var flow = ToolFlow.define("two", Topic.class, (f, topic) -> {
            f.step(BY_THREE_MODELS, topic);
            return f.local("bad", topic, t -> {
                called.pass();
                throw new IllegalStateException("bad");
            });
        });
        mock.on(WRITE).answer(request -> {
            called.open();
            failed.passUninterrupted();
            throw new Rejected(Rejection.REFUSAL, "no");
        });
        var run = engine.start(flow, TEA, dev.toolflow.RunOptions.defaults().listener(event -> {
            if (event instanceof ToolFlowEvent.StepFinished step
                    && step.stepId().equals("bad")) {
                failed.open();
            }
        }));

        assertThat(run.result().join().status()).isEqualTo(RunStatus.FAILED);
        assertThat(mock.requests()).extracting(ToolCallRequest::model).containsExactly("first");
    }
}
