package dev.toolflow.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.budget.Spending;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPayloadException;
import dev.toolflow.run.StepRecord;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.ToolCallException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallJsonTest {
    private static final String WHERE = "step 'hero', call 2";
    private static final Spending SOME = new Spending(new BigDecimal("0.0400"), 1280, 2, 1);
    private final CallJson json = new CallJson(text -> text.replace("sk-1", "***"));

    static CallOutcome outcome(@Nullable RuntimeException error, @Nullable String output) {
        return new CallOutcome(
                KeptSamples.RECEIPT,
                Cost.ofUsd(new BigDecimal("0.0400")),
                SOME,
                Spending.nothing(),
                error,
                output,
                List.of(new StepRecord.Blob("ab".repeat(32), "image/png", 123)),
                List.of("/tmp/toolflow-spool-1/image-2.part"));
    }

    @ParameterizedTest
    @EnumSource
    void reads_back_an_intent(Endpoint endpoint) {
        CallIntent limited = new CallIntent("generate_image", endpoint, "gpt-image-x", SOME);
        CallIntent unlimited = new CallIntent("generate_image", endpoint, "gpt-image-x", null);
        assertThat(json.readIntent(json.write(limited), WHERE)).isEqualTo(limited);
        assertThat(json.readIntent(json.write(unlimited), WHERE)).isEqualTo(unlimited);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"images\":[]}", "not even JSON \uD800 \u0000", "{\"@class\":\"java.lang.Runtime\"}"})
    void reads_back_the_reply_as_it_was_received(String output) {
        CallOutcome outcome = outcome(null, output);
        assertThat(json.readOutcome(json.write(outcome), WHERE)).isEqualTo(outcome);
    }

    @Test
    void reads_back_the_error_without_what_the_redactor_took_out() {
        CallOutcome failed = outcome(
                new ToolCallException.OutcomeUnknown(
                        "timeout with sk-1", CallReceipt.unreported("gpt-image-x", "req_2"), null),
                null);
        CallOutcome again = json.readOutcome(json.write(failed), WHERE);
        assertThat(again).usingRecursiveComparison().ignoringFields("error").isEqualTo(failed);
        assertThat(again.error())
                .isInstanceOf(ToolCallException.OutcomeUnknown.class)
                .hasMessage("timeout with ***");
    }

    @Test
    void keeps_what_stays_reserved_apart_from_what_was_charged() {
        CallOutcome unknown = new CallOutcome(
                CallReceipt.unreported("m", null),
                Cost.unpriced(),
                Spending.nothing(),
                SOME,
                null,
                null,
                List.of(),
                List.of());
        CallOutcome again = json.readOutcome(json.write(unknown), WHERE);
        assertThat(again.kept()).isEqualTo(SOME);
        assertThat(again.charged()).isEqualTo(Spending.nothing());
        assertThat(again.receipt().usage().isComplete()).isFalse();
        assertThat(again.cost().isComplete()).isFalse();
    }

    @Test
    void refuses_a_reply_that_could_not_be_read_back() {
        CallOutcome huge = outcome(null, "x".repeat(Document.LONGEST_TEXT + 1));
        assertThatThrownBy(() -> json.write(huge))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a reply has 20000001 characters");
    }

    @Test
    void refuses_what_a_newer_version_wrote() {
        byte[] newer = KeptSamples.edited(json.write(outcome(null, "")), text -> text.replace("{\"v\":2", "{\"v\":3"));
        assertThatThrownBy(() -> json.readOutcome(newer, WHERE))
                .isInstanceOf(RunIncompatibleException.class)
                .hasMessageStartingWith(WHERE);
    }

    @Test
    void refuses_an_outcome_where_an_intent_belongs() {
        assertThatThrownBy(() -> json.readIntent(json.write(outcome(null, "")), WHERE))
                .isInstanceOf(RunPayloadException.class)
                .hasMessageStartingWith(WHERE);
    }

    @Test
    void refuses_money_that_no_memory_holds() {
        byte[] vast = KeptSamples.edited(
                json.write(outcome(null, "")),
                text -> text.replace("\"charged\":{\"usd\":0.04", "\"charged\":{\"usd\":1e999999999"));
        assertThatThrownBy(() -> json.readOutcome(vast, WHERE)).isInstanceOf(RunPayloadException.class);
    }

    @Test
    void prints_no_reply() {
        assertThat(outcome(null, "private").toString()).doesNotContain("private");
    }
}
