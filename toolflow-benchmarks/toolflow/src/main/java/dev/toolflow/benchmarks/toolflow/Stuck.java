package dev.toolflow.benchmarks.toolflow;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.openai.DefaultOpenAiToolService;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.RetryPolicy;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** An engine and a flow that gets stuck in one place and says when it is there. Thread-safe. */
final class Stuck implements AutoCloseable {
    private static final StepDefinition<Topic, Line> WRITE =
            ChatStepDefinition.named("write", Topic.class, Line.class).build();

    private final WaitingPlace place;
    private final Semaphore reached = new Semaphore(0);
    private final SilentServer server = new SilentServer(reached);
    private final DefaultOpenAiToolService http =
            DefaultOpenAiToolService.builder().baseUrl(server.url()).build();

    /** What the step is given. */
    record Topic(String text) {}

    /** What the step makes. */
    record Line(String text) {}

    Stuck(WaitingPlace place) {
        this.place = place;
    }

    /** A new one for each round: what its runs may repeat is bounded over all of them. */
    ToolFlowEngine engine() {
        OpenAiToolService service = (request, context) -> {
            if (place == WaitingPlace.A_PAUSE_BEFORE_A_REPEAT) {
                throw new ToolCallException.Transient("503");
            }
            return new ToolCallResponse("{\"text\":\"calm\"}", CallReceipt.none());
        };
        boolean real =
                place == WaitingPlace.A_CALL_WHOSE_SERVER_IS_SILENT || place == WaitingPlace.A_TURN_BEHIND_OTHER_CALLS;
        return ToolFlowEngine.builder(real ? http : service)
                .callsInFlight(place == WaitingPlace.A_TURN_BEHIND_OTHER_CALLS ? 1 : 64)
                .retry(RetryPolicy.standard().maxCalls(20).firstPause(Duration.ofMinutes(1)))
                .sleeper(pause -> {
                    reached.release();
                    Thread.sleep(pause.toMillis());
                })
                .build();
    }

    ToolFlow<Topic, ?> flow() {
        ToolCallStep<Topic, Line> step = ToolCallStep.of(WRITE);
        return switch (place) {
            case A_TURN_BEHIND_OTHER_CALLS ->
                ToolFlow.define(
                        "turn", Topic.class, (f, topic) -> f.each(step, topic.map(t -> Collections.nCopies(32, t))));
            case AN_AUDIT ->
                ToolFlow.define(
                        "audit",
                        Topic.class,
                        (f, topic) -> f.step(
                                step.audit(line -> {
                                    throw stay();
                                }),
                                topic));
            case A_LOCAL_FUNCTION ->
                ToolFlow.define(
                        "local",
                        Topic.class,
                        (f, topic) -> f.local("stay", topic, t -> {
                            throw stay();
                        }));
            default -> ToolFlow.define("one", Topic.class, (f, topic) -> f.step(step, topic));
        };
    }

    /** Stays until it is interrupted, and then is thrown. */
    private IllegalStateException stay() {
        reached.release();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new IllegalStateException("interrupted");
    }

    void awaitReached() throws InterruptedException {
        reached.acquire();
    }

    /** How many of the engine's threads live a moment after it was closed. */
    static int threads() throws InterruptedException {
        int left = 0;
        for (int tries = 0; tries < 50; tries++) {
            left = (int) Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("toolflow-"))
                    .count();
            if (left == 0) {
                return 0;
            }
            Thread.sleep(100);
        }
        return left;
    }

    /** How many connections the server still has a moment later. */
    int socketsLeft() throws InterruptedException {
        for (int tries = 0; tries < 50 && server.open() > 0; tries++) {
            Thread.sleep(100);
        }
        return server.open();
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
