package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.testkit.ChatFault;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import dev.toolflow.testkit.ImageFault;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import dev.toolflow.tool.ToolCallRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultOfTheFakeServerTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final DefaultOpenAiToolService service = Calls.service(server.baseUrl());
    private final Calls.Context context = new Calls.Context();

    @AfterEach
    void close() {
        context.close();
        service.close();
        server.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(Fault.status(503), Transient.class),
                Arguments.of(Fault.rateLimited(Duration.ofSeconds(2)), Transient.class),
                Arguments.of(Fault.html(502), Transient.class),
                Arguments.of(Fault.insufficientQuota(), Rejected.class),
                Arguments.of(Fault.unauthorizedEchoingKey(), Rejected.class),
                Arguments.of(Fault.badRequest("echo " + Calls.PROMPT), Rejected.class),
                Arguments.of(Fault.moderationBlocked(), Rejected.class),
                Arguments.of(ChatFault.refusal("No " + Calls.PROMPT), Rejected.class),
                Arguments.of(ChatFault.contentFilter(), Rejected.class),
                Arguments.of(Fault.html(200), Malformed.class),
                Arguments.of(Fault.nullBody(), Malformed.class),
                Arguments.of(Fault.truncated(), OutcomeUnknown.class),
                Arguments.of(Fault.cutJson(), Malformed.class),
                Arguments.of(ChatFault.cutArguments(), Malformed.class),
                Arguments.of(ChatFault.noToolCall(), Malformed.class),
                Arguments.of(ChatFault.wrongTool(Calls.PROMPT), Malformed.class),
                Arguments.of(ChatFault.twoToolCalls(), Malformed.class),
                Arguments.of(Fault.hugeBody(40 << 20), Malformed.class),
                Arguments.of(Fault.resetAfterReading(), OutcomeUnknown.class));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void of_chat_has_its_outcome_after_one_request_and_tells_no_secret(
            Fault fault, Class<? extends ToolCallException> outcome) {
        server.next(fault);

        ToolCallException failure = failure(Calls.chat());

        assertThat(failure).isInstanceOf(outcome);
        assertThat(server.requests()).hasSize(1);
        assertNothingTold(failure);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void of_a_paid_reply_leaves_the_books_equal(Fault fault, Class<? extends ToolCallException> outcome) {
        server.next(fault);

        TokenUsage usage = failure(Calls.chat()).receipt().usage();

        if (usage.isComplete()) {
            assertThat(usage.input()).isEqualTo(server.ledger().input());
            assertThat(usage.output()).isEqualTo(server.ledger().output());
        } else {
            assertThat(outcome).isIn(Malformed.class, OutcomeUnknown.class);
        }
    }

    static Stream<Arguments> imageFaults() {
        return Stream.of(
                Arguments.of(ImageFault.imageUrl("http://127.0.0.1:1/x.png"), Rejected.class),
                Arguments.of(ImageFault.wrongBase64(), Malformed.class),
                Arguments.of(ImageFault.noImages(), Malformed.class),
                Arguments.of(ImageFault.fewerImages(), Malformed.class),
                Arguments.of(Fault.truncated(), OutcomeUnknown.class),
                Arguments.of(Fault.cutJson(), Malformed.class),
                Arguments.of(Fault.duplicateKey(), Malformed.class),
                Arguments.of(Fault.hugeBody(100 << 20), Malformed.class),
                Arguments.of(Fault.moderationBlocked(), Rejected.class),
                Arguments.of(Fault.status(500), Transient.class),
                Arguments.of(Fault.resetAfterReading(), OutcomeUnknown.class));
    }

    @ParameterizedTest
    @MethodSource("imageFaults")
    void of_images_has_its_outcome_after_one_request_and_tells_no_secret(
            Fault fault, Class<? extends ToolCallException> outcome) {
        server.next(fault);

        ToolCallException failure = failure(Calls.image());

        assertThat(failure).isInstanceOf(outcome);
        assertThat(server.requests()).hasSize(1);
        assertNothingTold(failure);
    }

    @Test
    void of_moderation_is_said_plainly() {
        server.next(Fault.moderationBlocked());

        assertThat(failure(Calls.image())).hasMessageContaining("moderation");
    }

    private ToolCallException failure(ToolCallRequest request) {
        return catchThrowableOfType(ToolCallException.class, () -> service.executeToolCall(request, context));
    }

    private void assertNothingTold(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace + failure.toString() + ((ToolCallException) failure).receipt())
                .doesNotContain(Calls.KEY, "SECRET", "PROMPT");
    }
}
