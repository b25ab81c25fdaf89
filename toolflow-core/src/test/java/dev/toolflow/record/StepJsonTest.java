package dev.toolflow.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.audit.Issue;
import dev.toolflow.audit.Verdict;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPayloadException;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepJsonTest {
    private static final String ID = "brand/palette[3]";

    private static Kept<KeptSamples.Palette> read(byte[] json) {
        return KeptSamples.json().read(json, ID, StepJson.shape(KeptSamples.PALETTE, ""), KeptSamples.PALETTE);
    }

    private static byte[] written() {
        return KeptSamples.json()
                .write(
                        KeptSamples.completed(
                                KeptSamples.PALETTE, List.of(KeptSamples.accepted(1, KeptSamples.palette()))),
                        1,
                        1);
    }

    @Nested
    class A_result_that_is_read_back {
        @Test
        void has_its_attempts_its_status_and_its_last_round() {
            StepResult<KeptSamples.Palette> result = KeptSamples.completed(
                    KeptSamples.PALETTE,
                    List.of(
                            KeptSamples.rejected(1, KeptSamples.palette()),
                            KeptSamples.accepted(2, KeptSamples.palette())));
            assertThat(read(KeptSamples.json().write(result, 2, 3))).isEqualTo(new Kept<>(result, 2, 3));
        }

        @ParameterizedTest
        @EnumSource
        void has_each_status(StepStatus status) {
            StepResult<KeptSamples.Palette> result = new StepResult<>(ID, KeptSamples.PALETTE, status, List.of(), null);
            assertThat(read(KeptSamples.json().write(result, 1, 1)).result()).isEqualTo(result);
        }

        @Test
        void has_the_error_of_a_failed_attempt_and_its_own() {
            ToolCallException cut = new ToolCallException.Malformed("cut at 4096 tokens", KeptSamples.RECEIPT, null);
            StepResult<KeptSamples.Palette> result = new StepResult<>(
                    ID,
                    KeptSamples.PALETTE,
                    StepStatus.FAILED,
                    List.of(KeptSamples.failed(1, cut)),
                    new StepException.OutputRejected("step 'palette': no attempt was accepted"));

            StepResult<KeptSamples.Palette> again =
                    read(KeptSamples.json().write(result, 1, 1)).result();

            assertThat(again.error())
                    .isInstanceOf(StepException.OutputRejected.class)
                    .hasMessage("step 'palette': no attempt was accepted");
            assertThat(again.attempts()).singleElement().satisfies(attempt -> {
                assertThat(attempt.issues())
                        .containsExactly(Issue.critical("cut off").from("reply"));
                assertThat(((Attempt.Failed<?>) attempt).error())
                        .isInstanceOf(ToolCallException.Malformed.class)
                        .hasMessage("cut at 4096 tokens");
                assertThat(attempt.output()).isEmpty();
                assertThat(attempt.made()).isEqualTo(KeptSamples.made());
            });
        }

        @Test
        void has_the_output_of_an_attempt_that_could_not_be_judged() {
            Attempt<KeptSamples.Palette> unjudged = new Attempt.Failed<>(
                    1,
                    KeptSamples.palette(),
                    new StepException.AuditFailed("the audit threw", new IllegalStateException("no")),
                    List.of(),
                    KeptSamples.made());
            byte[] json = KeptSamples.json().write(KeptSamples.completed(KeptSamples.PALETTE, List.of(unjudged)), 1, 1);
            assertThat(read(json).result().output()).contains(KeptSamples.palette());
        }

        @Test
        void tells_what_was_not_reported_from_zero_and_what_has_no_price_from_what_is_free() {
            Attempt.Made made = KeptSamples.made();
            List<TokenUsage> usages = List.of(
                    TokenUsage.none(),
                    TokenUsage.unreported(),
                    TokenUsage.of(0, 0).withCached(0),
                    TokenUsage.of(Long.MAX_VALUE, 1).withImageInput(3).withImageOutput(4),
                    TokenUsage.unreported().plus(TokenUsage.unreported()).plus(TokenUsage.unreported()));
            List<Attempt<KeptSamples.Palette>> attempts = usages.stream()
                    .<Attempt<KeptSamples.Palette>>map(usage -> new Attempt.Accepted<>(
                            1,
                            KeptSamples.palette(),
                            Verdict.of(List.of()),
                            new Attempt.Made(
                                    "",
                                    "",
                                    0,
                                    CallReceipt.unreported(null, null),
                                    usage,
                                    Cost.unpriced(),
                                    made.startedAt(),
                                    made.took(),
                                    Attempt.Made.Source.CACHE)))
                    .toList();
            StepResult<KeptSamples.Palette> result = KeptSamples.completed(KeptSamples.PALETTE, attempts);
            assertThat(read(KeptSamples.json().write(result, 1, 1)).result()).isEqualTo(result);
        }
    }

    @Nested
    class The_redactor {
        private final StepJson json = new StepJson(text -> text.replace("secret", "***"), Upcasts.none());

        @Test
        void is_asked_for_messages_and_suggestions_but_not_for_where_and_who() {
            Issue issue = Issue.high("a secret")
                    .at("secret.path")
                    .suggest("hide the secret")
                    .from("secret-audit");
            Attempt<KeptSamples.Palette> rejected = new Attempt.Rejected<>(
                    1, KeptSamples.palette(), Verdict.of(List.of(issue)), "the secret", KeptSamples.made());
            StepResult<KeptSamples.Palette> result = new StepResult<>(
                    ID,
                    KeptSamples.PALETTE,
                    StepStatus.FAILED,
                    List.of(rejected),
                    new StepException.CodeFailed("secret", new IllegalStateException("inner secret")));

            StepResult<KeptSamples.Palette> again =
                    read(json.write(result, 1, 1)).result();

            assertThat(again.issues())
                    .containsExactly(Issue.high("a ***")
                            .at("secret.path")
                            .suggest("hide the ***")
                            .from("secret-audit"));
            assertThat(again.attempts().get(0).failureReason()).contains("the ***");
            assertThat(again.error()).hasMessage("***").hasRootCauseMessage("inner ***");
        }

        @Test
        void may_leave_nothing_of_an_issue() {
            StepJson silent = new StepJson(text -> "", Upcasts.none());
            StepResult<KeptSamples.Palette> result =
                    KeptSamples.completed(KeptSamples.PALETTE, List.of(KeptSamples.rejected(1, KeptSamples.palette())));
            assertThat(read(silent.write(result, 1, 1)).result().issues())
                    .extracting(Issue::message)
                    .containsOnly("removed before it was kept");
        }
    }

    @Nested
    class A_document {
        @ParameterizedTest
        @ValueSource(strings = {"3", "2147483648", "99999999999999999999999"})
        void of_a_newer_format_is_refused_whatever_else_it_has(String version) {
            byte[] newer = ("{\"v\":" + version + ",\"all\":\"new\"}").getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> read(newer))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining("step '" + ID + "'")
                    .hasMessageContaining("format " + version + ", written by a newer ToolFlow")
                    .hasMessageContaining("nothing was changed");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "null",
                    "[]",
                    "{}",
                    "{\"v\":1}",
                    "{\"v\":0}",
                    "{\"v\":-1}",
                    "{\"v\":1.0}",
                    "{\"v\":\"1\"}",
                    "{\"status\":\"COMPLETED\",\"v\":1}",
                    "{\"v\":1",
                    "<html>",
                    "{\"v\":1} {\"v\":1}"
                })
        void that_is_none_is_refused_as_damaged(String text) {
            assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(RunPayloadException.class)
                    .hasMessageContaining("step '" + ID + "'")
                    .hasMessageContaining("is damaged");
        }

        @Test
        void that_is_no_UTF_8_is_refused_as_damaged() {
            byte[] json = written();
            json[json.length / 2] = (byte) 0xFF;
            assertThatThrownBy(() -> read(json))
                    .isInstanceOf(RunPayloadException.class)
                    .hasMessageContaining("UTF-8");
        }

        @Test
        void with_a_class_name_makes_nothing_of_it() {
            String gadget = "{\"v\":2,\"@class\":\"javax.swing.JEditorPane\",";
            byte[] inside = KeptSamples.edited(written(), json -> json.replace("{\"v\":2,", gadget));
            assertThatThrownBy(() -> read(inside))
                    .isInstanceOf(RunPayloadException.class)
                    .hasMessageContaining("@class");
        }

        @Test
        void with_a_class_name_in_an_output_makes_nothing_of_it() {
            byte[] inside = KeptSamples.edited(
                    written(),
                    json -> json.replace("{\\\"colors\\\"", "{\\\"@class\\\":\\\"java.lang.Object\\\",\\\"colors\\\""));
            assertThatThrownBy(() -> read(inside))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining("@class");
        }

        @Test
        void with_a_field_that_appears_twice_is_refused() {
            byte[] twice = KeptSamples.edited(
                    written(), json -> json.replace("\"lastRound\":1", "\"lastRound\":1,\"lastRound\":2"));
            assertThatThrownBy(() -> read(twice))
                    .isInstanceOf(RunPayloadException.class)
                    .hasMessageContaining("twice");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"error\":null", "\"attempts\":["})
        void that_is_too_deep_is_refused_without_an_overflow(String before) {
            byte[] deep = KeptSamples.edited(
                    written(), json -> json.replace(before, before + ",\"x\":" + "[".repeat(100_000)));
            assertThatThrownBy(() -> read(deep)).isInstanceOf(RunPayloadException.class);
        }

        @Test
        void with_an_output_that_is_too_deep_is_refused_without_an_overflow() {
            byte[] deep = KeptSamples.edited(
                    written(), json -> json.replace("{\\\"colors\\\":[", "{\\\"colors\\\":[" + "[".repeat(100_000)));
            assertThatThrownBy(() -> read(deep)).isInstanceOf(RunIncompatibleException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"usd\":1e999999999", "\"usd\":-1", "\"usd\":null", "\"usd\":\"NaN\""})
        void with_a_sum_that_is_none_is_refused(String sum) {
            byte[] json = KeptSamples.edited(written(), text -> text.replace("\"usd\":0.00120", sum));
            assertThatThrownBy(() -> read(json)).isInstanceOf(RunPayloadException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"score\":-1.0", "\"score\":100.5"})
        void with_a_score_out_of_bounds_is_refused(String score) {
            byte[] json = KeptSamples.edited(written(), text -> text.replace("\"score\":61.5", score));
            assertThatThrownBy(() -> read(json))
                    .isInstanceOf(RunPayloadException.class)
                    .hasMessageContaining("score");
        }

        @Test
        void with_negative_tokens_is_refused() {
            byte[] json = KeptSamples.edited(written(), text -> text.replace("\"input\":1200", "\"input\":-1200"));
            assertThatThrownBy(() -> read(json))
                    .isInstanceOf(RunPayloadException.class)
                    .hasMessageContaining("input");
        }

        @Test
        void has_no_name_of_a_class() {
            assertThat(new String(written(), StandardCharsets.UTF_8)).doesNotContain("toolflow", "java", "KeptSamples");
        }
    }
}
