package dev.toolflow.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.step.StepException;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorJsonTest {
    private static final IllegalStateException CAUSE = new IllegalStateException("why", new IOException("deeper"));
    private final ErrorJson json = new ErrorJson(text -> text);

    static Stream<RuntimeException> errors() {
        CallReceipt receipt = KeptSamples.RECEIPT;
        return Stream.of(
                new ToolCallException.Transient("503", receipt, Duration.ofMillis(2500), CAUSE),
                new ToolCallException.Transient("reset"),
                new ToolCallException.Transient(
                        "open", ToolCallException.Transient.Held.CIRCUIT_OPEN, Duration.ofSeconds(30)),
                new ToolCallException.Rejected(Rejection.MODERATION, "stopped", receipt, CAUSE),
                new ToolCallException.Malformed("cut", receipt, null),
                new ToolCallException.OutcomeUnknown("timeout", CallReceipt.unreported("m", "req"), CAUSE),
                new ToolCallException.NotReceived("full", receipt, new ImageStoreException("disk full", CAUSE)),
                new ToolCallException.Cancelled("cancelled", CallReceipt.none(), null),
                new StepException.InvalidInput("blank"),
                new StepException.OutputRejected("rejected"),
                new StepException.AuditFailed("audit", CAUSE),
                new StepException.CodeFailed("code", null),
                new StepException.ServiceFailed("service", CAUSE),
                new StepException.OverBudget("dear"),
                new StepException.PriceUnknown("unknown"),
                new StepException.TimedOut("late", CAUSE),
                new StepException.RoundsExhausted("rounds", 7),
                new StepException.PartFailed("part", CAUSE),
                new StepException.StoreFailed("store", CAUSE),
                new StepException.NotRecorded("not written", CAUSE),
                new StepException.NotAllowed("not allowed"),
                new StepException.NotCleared("not cleared"),
                new StepException.CredentialsFailed("no key", null));
    }

    private RuntimeException again(RuntimeException error) {
        return json.read(json.write(error), "run '7'");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void reads_back_the_same_type_and_what_it_says(RuntimeException error) {
        RuntimeException again = again(error);
        assertThat(again).hasSameClassAs(error).hasMessage(error.getMessage());
        assertThat(messages(again)).isEqualTo(messages(error));
        if (error instanceof ToolCallException call) {
            assertThat(((ToolCallException) again).receipt()).isEqualTo(call.receipt());
        }
    }

    @Test
    void knows_every_type_that_a_step_or_a_call_can_fail_with() {
        assertThat(errors().<Class<?>>map(Object::getClass))
                .containsAll(Stream.of(ToolCallException.class, StepException.class)
                        .<Class<?>>flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                        .toList());
    }

    @Test
    void keeps_how_long_to_wait_and_why_a_call_was_held_back() {
        var passing = (ToolCallException.Transient)
                again(new ToolCallException.Transient("503", CallReceipt.none(), Duration.ofMillis(2500), null));
        var held = (ToolCallException.Transient) again(new ToolCallException.Transient(
                "open", ToolCallException.Transient.Held.RATE_LIMITED, Duration.ofSeconds(30)));
        assertThat(passing.retryAfter()).contains(Duration.ofMillis(2500));
        assertThat(passing.held()).isEmpty();
        assertThat(held.retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(held.held()).contains(ToolCallException.Transient.Held.RATE_LIMITED);
    }

    @ParameterizedTest
    @EnumSource
    void keeps_why_a_call_was_rejected(Rejection reason) {
        assertThat(((ToolCallException.Rejected) again(new ToolCallException.Rejected(reason, "no"))).reason())
                .isEqualTo(reason);
    }

    @Test
    void keeps_how_often_a_loop_was_done() {
        assertThat(((StepException.RoundsExhausted) again(new StepException.RoundsExhausted("rounds", 7))).rounds())
                .isEqualTo(7);
    }

    @Test
    void keeps_the_texts_of_any_other_error_but_no_type() {
        byte[] written = json.write(new IllegalCallerException("odd", CAUSE));
        assertThat(new String(written, StandardCharsets.UTF_8)).doesNotContain("Illegal");
        assertThat(messages(json.read(written, "run '7'"))).containsExactly("odd", "why", "deeper");
    }

    @Test
    void keeps_an_error_without_a_message() {
        assertThat(again(new IllegalStateException((String) null))).hasMessage(null);
    }

    @Test
    void ends_where_causes_go_round() {
        RuntimeException outer = new IllegalStateException("outer");
        RuntimeException inner = new IllegalStateException("inner", outer);
        outer.initCause(inner);
        assertThat(messages(again(outer))).hasSize(17).startsWith("outer", "inner", "outer");
    }

    @Test
    void refuses_an_error_of_a_newer_format() {
        byte[] newer = KeptSamples.edited(json.write(CAUSE), text -> text.replace("\"v\":2", "\"v\":3"));
        assertThatThrownBy(() -> json.read(newer, "run '7'"))
                .isInstanceOf(RunIncompatibleException.class)
                .hasMessageStartingWith("run '7': ");
    }

    private static List<String> messages(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .map(Throwable::getMessage)
                .toList();
    }
}
