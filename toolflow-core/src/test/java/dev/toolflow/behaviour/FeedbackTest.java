package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.receipt;
import static dev.toolflow.behaviour.StrictLines.BAD;
import static dev.toolflow.behaviour.StrictLines.strict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolInput;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackTest {
    private static final Line WORSE = new Line("worse");

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private List<ToolInput.Feedback> feedbackOfRequest(int number) {
        return mock.requests().get(number - 1).input().feedback();
    }

    @Nested
    class The_first_request {
        @Test
        void has_no_feedback() {
            mock.on(WRITE).reply(CALM);

            engine.run(flowOf(strict()), TEA);

            assertThat(feedbackOfRequest(1)).isEmpty();
            assertThat(mock.requests().get(0).input().round()).isEqualTo(1);
        }
    }

    @Nested
    class After_an_attempt_that_was_not_accepted {
        @Test
        void the_next_request_has_its_output_and_its_severe_issues_in_the_order_they_were_found() {
            mock.on(WRITE).reply(BAD, CALM);

            engine.run(flowOf(strict()), TEA);

            assertThat(feedbackOfRequest(2))
                    .containsExactly(new ToolInput.Feedback(
                            1,
                            "{\"text\":\"bad\"}",
                            List.of(
                                    Issue.high("loud").suggest("whisper").from("words"),
                                    Issue.critical("rude").at("text").from("words"))));
        }

        @Test
        void the_request_itself_is_the_same_but_for_the_feedback() {
            mock.on(WRITE).reply(BAD, CALM);

            engine.run(flowOf(strict().model("gpt-test").temperature(0.5).maxTokens(77)), TEA);

            var first = mock.requests().get(0);
            var second = mock.requests().get(1);
            assertThat(second.tool()).isSameAs(first.tool());
            assertThat(second.input().json()).isEqualTo(first.input().json()).isEqualTo("{\"text\":\"tea\"}");
            assertThat(second.input().value()).isSameAs(first.input().value());
            assertThat(second.model()).isEqualTo("gpt-test");
            assertThat(second.options()).isEqualTo(first.options());
            assertThat(second.options().maxTokens()).isEqualTo(77);
        }

        @Test
        void all_issues_are_told_when_the_filter_is_low() {
            mock.on(WRITE).reply(BAD, CALM);

            engine.run(flowOf(strict().issuesSeverityFilter(IssueSeverity.LOW)), TEA);

            assertThat(feedbackOfRequest(2).get(0).issues())
                    .extracting(Issue::message)
                    .containsExactly("dull", "loud", "short", "rude");
        }

        @Test
        void every_earlier_attempt_is_told_oldest_first() {
            mock.on(WRITE).reply(BAD, WORSE, CALM);

            engine.run(flowOf(strict()), TEA);

            assertThat(feedbackOfRequest(3))
                    .extracting(ToolInput.Feedback::attempt, ToolInput.Feedback::outputJson)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(1, "{\"text\":\"bad\"}"),
                            org.assertj.core.groups.Tuple.tuple(2, "{\"text\":\"worse\"}"));
            assertThat(mock.requests().get(2).input().round()).isEqualTo(3);
            assertThat(feedbackOfRequest(2)).hasSize(1);
        }

        @Test
        void the_result_has_every_attempt_with_all_its_issues() {
            mock.on(WRITE).reply(BAD, CALM);

            var attempts = engine.run(flowOf(strict()), TEA).step(WRITE).attempts();

            assertThat(attempts).hasSize(2);
            assertThat(attempts.get(0)).isInstanceOf(Attempt.Rejected.class);
            assertThat(attempts.get(0).output()).contains(BAD);
            assertThat(attempts.get(0).issues()).hasSize(4);
            assertThat(attempts.get(0).failureReason()).contains("text: rude");
            assertThat(attempts.get(1)).isInstanceOf(Attempt.Accepted.class);
            assertThat(attempts).extracting(Attempt::number).containsExactly(1, 2);
        }
    }

    @Nested
    class A_reply_that_cannot_be_used {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "no JSON",
                    "[]",
                    "null",
                    "{}",
                    "{\"text\":5}",
                    "{\"text\":null}",
                    "{\"text\":\"a\",\"mood\":\"b\"}",
                    "{\"text\":\"a\",\"text\":\"b\"}",
                    "{\"text\":\"cut",
                    "{\"text\":\"a\"} and more"
                })
        void is_a_failed_attempt_and_feedback_for_the_next(String arguments) {
            mock.on(WRITE).replyJson(arguments).reply(CALM);

            var result = engine.run(flowOf(ToolCallStep.of(WRITE)), TEA);

            assertThat(result.output()).isEqualTo(CALM);
            Attempt<Line> first = result.step(WRITE).attempts().get(0);
            assertThat(first)
                    .isInstanceOfSatisfying(
                            Attempt.Failed.class,
                            failed -> assertThat(failed.error())
                                    .isInstanceOf(ToolCallException.Malformed.class)
                                    .hasMessageContaining("step 'write_line'"));
            assertThat(first.usage()).isEqualTo(TokenUsage.of(100, 20));
            assertThat(feedbackOfRequest(2)).singleElement().satisfies(told -> {
                assertThat(told.outputJson()).isEqualTo(arguments);
                assertThat(told.issues()).singleElement().satisfies(issue -> {
                    assertThat(issue.severity()).isEqualTo(IssueSeverity.CRITICAL);
                    assertThat(issue.source()).isEqualTo("reply");
                });
            });
        }

        @Test
        void is_told_with_the_property_that_is_wrong() {
            mock.on(WRITE).replyJson("{\"text\":5}").reply(CALM);

            engine.run(flowOf(ToolCallStep.of(WRITE)), TEA);

            assertThat(feedbackOfRequest(2).get(0).issues().get(0).message()).contains("text");
        }

        @Test
        void counts_against_the_retries() {
            mock.on(WRITE).replyJson("x").reply(BAD).replyJson("y");

            var result = engine.run(flowOf(strict().maxRetries(2)), TEA);

            assertThat(mock.requests()).hasSize(3);
            assertThat(result.step(WRITE).error()).isInstanceOf(ToolCallException.Malformed.class);
            assertThat(result.step(WRITE).output()).contains(BAD);
        }

        @Test
        void may_be_told_by_the_service_with_what_it_cost() {
            mock.on(WRITE)
                    .fail(new ToolCallException.Malformed(
                            "step 'write_line': two tool calls; mend the service (request id r-1)",
                            receipt(TokenUsage.of(9, 9)),
                            null))
                    .reply(CALM);

            var result = engine.run(flowOf(ToolCallStep.of(WRITE)), TEA);

            assertThat(result.usage()).isEqualTo(TokenUsage.of(109, 29));
            assertThat(feedbackOfRequest(2)).singleElement().satisfies(told -> {
                assertThat(told.outputJson()).isNull();
                assertThat(told.issues()).extracting(Issue::message).containsExactly("two tool calls");
            });
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "  "})
        void may_be_told_by_the_service_without_a_word(String message) {
            mock.on(WRITE)
                    .fail(new ToolCallException.Malformed(message, receipt(TokenUsage.of(9, 9)), null))
                    .reply(CALM);

            assertThat(engine.run(flowOf(ToolCallStep.of(WRITE)), TEA).usage()).isEqualTo(TokenUsage.of(109, 29));
        }
    }
}
