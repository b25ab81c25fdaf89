package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run is cancelled, or its engine closed, at each place where a step can wait. */
@Timeout(60)
class WaitingPointsTest {
    private static final int CALLS_IN_FLIGHT = 3;

    private enum Place {
        A_CALL,
        A_CALL_OF_AN_AUDIT_STEP,
        A_PAUSE,
        A_TURN,
        A_RATE,
        AN_AUDIT,
        A_LOCAL_FUNCTION,
        A_HOOK
    }

    private final Gate reached = new Gate();
    private final AtomicInteger sockets = new AtomicInteger();
    private final Set<Thread> before = ours();

    private static Set<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("toolflow-"))
                .collect(Collectors.toSet());
    }

    private ToolFlowEngine engine(Place place) {
        Meeting ofAllTurns = new Meeting(CALLS_IN_FLIGHT);
        OpenAiToolService service = (request, context) -> {
            if (request.stepId().startsWith("check")) {
                ofAllTurns.join();
                return reply("x", TokenUsage.none());
            }
            return answer(place, request, context);
        };
        return ToolFlowEngine.builder(service)
                .callsInFlight(CALLS_IN_FLIGHT)
                .limits("limited", RateLimits.none().requestsPerMinute(1))
                .sleeper(pause -> {
                    reached.open();
                    new Gate().passOrInterrupted();
                })
                .build();
    }

    private ToolCallResponse answer(Place place, ToolCallRequest request, CallContext context) {
        return switch (place) {
            case A_CALL, A_TURN -> socket(context);
            case A_CALL_OF_AN_AUDIT_STEP ->
                request.stepId().contains("~") ? socket(context) : reply(CALM.text(), TokenUsage.none());
            case A_PAUSE -> throw new ToolCallException.Transient("503");
            case A_HOOK -> throw new ToolCallException.Rejected(dev.toolflow.tool.Rejection.MODERATION, "no");
            default -> reply(CALM.text(), TokenUsage.none());
        };
    }

    private ToolCallResponse socket(CallContext context) {
        Gate closed = new Gate();
        sockets.incrementAndGet();
        CallContext.Registration registration = context.onCancel(closed::open);
        reached.open();
        closed.passUninterrupted();
        registration.close();
        sockets.decrementAndGet();
        throw new ToolCallException.Cancelled("closed", CallReceipt.none(), null);
    }

    private <T> T stuck() {
        reached.open();
        new Gate().pass();
        throw new IllegalStateException("nobody interrupted it");
    }

    private ToolFlow<Topic, ?> flow(Place place) {
        ToolCallStep<Topic, Line> step = ToolCallStep.of(WRITE);
        return switch (place) {
            case A_TURN -> many(step);
            case A_RATE -> many(step.model("limited"));
            case A_CALL_OF_AN_AUDIT_STEP -> flowOf(step.audit(Tones.tone()));
            case AN_AUDIT -> flowOf(step.audit(line -> stuck()));
            case A_LOCAL_FUNCTION -> ToolFlow.define("local", Topic.class, (f, t) -> f.local("stuck", t, x -> stuck()));
            case A_HOOK -> flowOf(step.onModeration(topic -> stuck()));
            default -> flowOf(step);
        };
    }

    private static ToolFlow<Topic, List<Line>> many(ToolCallStep<Topic, Line> step) {
        return ToolFlow.define(
                "many", Topic.class, (f, topic) -> f.each(step, topic.map(t -> Collections.nCopies(20, t))));
    }

    private void assertEverythingIsBack(ToolFlowEngine engine) {
        var check = ToolFlow.define(
                "check",
                Topic.class,
                (f, topic) -> f.each(
                        ToolCallStep.of(WRITE).as("check"), topic.map(t -> Collections.nCopies(CALLS_IN_FLIGHT, t))));
        assertThat(engine.run(check, TEA).status()).isEqualTo(RunStatus.COMPLETED);
        engine.close();
        assertThat(sockets).hasValue(0);
        await().until(() -> before.containsAll(ours()));
    }

    private List<StepStatus> stopped(Place place, ToolFlowEngine engine, Consumer<dev.toolflow.FlowRun<?>> stop) {
        var run = engine.start(flow(place), TEA);
        reached.pass();

        stop.accept(run);

        var result = run.result().orTimeout(20, SECONDS).join();
        assertThat(result.status()).isEqualTo(RunStatus.CANCELLED);
        return result.steps().stream().<StepStatus>map(StepResult::status).toList();
    }

    @Nested
    class A_step_that_waits_for {
        @ParameterizedTest
        @EnumSource
        void a_place_is_cancelled_there_and_gives_back_threads_turns_and_sockets(Place place) {
            ToolFlowEngine engine = engine(place);

            assertThat(stopped(place, engine, run -> run.cancel()))
                    .doesNotContain(StepStatus.FAILED)
                    .contains(StepStatus.CANCELLED);

            assertEverythingIsBack(engine);
        }

        @ParameterizedTest
        @EnumSource
        void a_place_ends_when_its_engine_is_closed(Place place) {
            ToolFlowEngine engine = engine(place);

            stopped(place, engine, run -> engine.close());

            assertThat(sockets).hasValue(0);
            await().until(() -> before.containsAll(ours()));
        }
    }
}
