package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Cancelled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancelTest {

    @Nested
    class When_the_step_reaches_its_deadline {

        @Test
        void the_socket_is_closed_and_the_step_says_so() throws Exception {
            CompletableFuture<Integer> serverSaw = new CompletableFuture<>();
            ImageGenerationStepDefinition draw = ImageGenerationStepDefinition.create();
            ToolFlow<ImageGenerationInput, ImageGenerationOutput> flow = ToolFlow.define(
                    "late",
                    ImageGenerationInput.class,
                    (steps, input) -> steps.step(ToolCallStep.of(draw).deadline(Duration.ofSeconds(4)), input));
            try (RawServer server = new RawServer(socket -> {
                        serverSaw.complete(socket.getInputStream().read());
                        return false;
                    });
                    DefaultOpenAiToolService service = Calls.service(server.url());
                    ToolFlowEngine engine = ToolFlowEngine.create(service)) {

                var result = engine.run(flow, ImageGenerationInput.of("Tins"));

                assertThat(result.error().orElseThrow()).isInstanceOf(StepException.TimedOut.class);
                assertThat(result.usage().unreportedCalls()).isEqualTo(1);
                assertThat(serverSaw.get()).isEqualTo(-1);
            }
        }
    }

    @Nested
    class When_the_run_is_cancelled {

        @Test
        void the_socket_is_closed_and_what_was_sent_may_have_cost() throws Exception {
            CompletableFuture<Integer> serverSaw = new CompletableFuture<>();
            try (RawServer server = new RawServer(socket -> {
                        serverSaw.complete(socket.getInputStream().read());
                        return false;
                    });
                    DefaultOpenAiToolService service = Calls.service(server.url());
                    Calls.Context context = new Calls.Context()) {
                CompletableFuture<Throwable> call = Calls.inBackground(service, Calls.image(), context);
                await().until(() -> !server.requests().isEmpty());

                context.cancel();

                assertThat(call.get()).isInstanceOf(Cancelled.class).hasNoCause();
                assertThat(((Cancelled) call.get()).receipt().usage()).isEqualTo(TokenUsage.unreported());
                assertThat(serverSaw.get()).isEqualTo(-1);
                assertThat(context.registrations()).isZero();
            }
        }

        @Test
        void a_call_that_has_not_begun_sends_nothing() {
            try (RawServer server = RawServer.answering("{}");
                    DefaultOpenAiToolService service = Calls.service(server.url());
                    Calls.Context context = new Calls.Context()) {
                context.cancel();

                Cancelled cancelled =
                        catchThrowableOfType(Cancelled.class, () -> service.executeToolCall(Calls.chat(), context));

                assertThat(cancelled.receipt()).isEqualTo(CallReceipt.none());
                assertThat(server.requests()).isEmpty();
            }
        }

        @Test
        void a_reply_that_is_coming_in_is_given_up() throws Exception {
            try (RawServer server = new RawServer(socket -> {
                        RawServer.head(socket, 200, 1000);
                        socket.getOutputStream().write('{');
                        socket.getOutputStream().flush();
                        return socket.getInputStream().read() >= 0;
                    });
                    DefaultOpenAiToolService service = Calls.service(server.url());
                    Calls.Context context = new Calls.Context()) {
                CompletableFuture<Throwable> call = Calls.inBackground(service, Calls.chat(), context);
                await().until(() -> !server.requests().isEmpty());

                context.cancel();

                assertThat(call.get()).isInstanceOf(Cancelled.class);
            }
        }

        @Test
        void an_interrupted_thread_gives_up_and_keeps_its_flag() {
            try (RawServer server = RawServer.answering(Calls.completion("{}"));
                    DefaultOpenAiToolService service = Calls.service(server.url());
                    Calls.Context context = new Calls.Context()) {
                Thread.currentThread().interrupt();

                Cancelled cancelled =
                        catchThrowableOfType(Cancelled.class, () -> service.executeToolCall(Calls.chat(), context));

                assertThat(Thread.interrupted()).isTrue();
                assertThat(cancelled).isNotNull();
            }
        }
    }
}
