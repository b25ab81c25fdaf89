package dev.toolflow.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.audit.Issue;
import dev.toolflow.audit.Verdict;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepJsonTest {
    @Nested
    class A_result_that_is_read_back {
        @Test
        void has_its_attempts_its_status_and_its_last_round() {
            StepResult<KeptSamples.Palette> result = KeptSamples.completed(
                    KeptSamples.PALETTE,
                    List.of(
                            KeptSamples.rejected(1, KeptSamples.palette()),
                            KeptSamples.accepted(2, KeptSamples.palette())));
            assertThat(KeptSamples.read(KeptSamples.json().write(result, 2, 3))).isEqualTo(new Kept<>(result, 2, 3));
        }

        @ParameterizedTest
        @EnumSource
        void has_each_status(StepStatus status) {
            StepResult<KeptSamples.Palette> result =
                    new StepResult<>(KeptSamples.ID, KeptSamples.PALETTE, status, List.of(), null);
            assertThat(KeptSamples.read(KeptSamples.json().write(result, 1, 1)).result())
                    .isEqualTo(result);
        }

        @Test
        void has_the_error_of_a_failed_attempt_and_its_own() {
            ToolCallException cut = new ToolCallException.Malformed("cut at 4096 tokens", KeptSamples.RECEIPT, null);
            StepResult<KeptSamples.Palette> result = new StepResult<>(
                    KeptSamples.ID,
                    KeptSamples.PALETTE,
                    StepStatus.FAILED,
                    List.of(KeptSamples.failed(1, cut)),
                    new StepException.OutputRejected("step 'palette': no attempt was accepted"));

            StepResult<KeptSamples.Palette> again =
                    KeptSamples.read(KeptSamples.json().write(result, 1, 1)).result();

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
            assertThat(KeptSamples.read(json).result().output()).contains(KeptSamples.palette());
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
            assertThat(KeptSamples.read(KeptSamples.json().write(result, 1, 1)).result())
                    .isEqualTo(result);
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
                    KeptSamples.ID,
                    KeptSamples.PALETTE,
                    StepStatus.FAILED,
                    List.of(rejected),
                    new StepException.CodeFailed("secret", new IllegalStateException("inner secret")));

            StepResult<KeptSamples.Palette> again =
                    KeptSamples.read(json.write(result, 1, 1)).result();

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
            assertThat(KeptSamples.read(silent.write(result, 1, 1)).result().issues())
                    .extracting(Issue::message)
                    .containsOnly("removed before it was kept");
        }
    }
}
