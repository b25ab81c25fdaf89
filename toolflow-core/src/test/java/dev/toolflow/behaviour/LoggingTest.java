package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallResponse;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LoggingTest {
    private static final RunOptions NAMED = RunOptions.defaults().id("run-7");

    @Nested
    class The_lines_of_a_run {
        private final MockOpenAiToolService mock = MockOpenAiToolService.create();

        @Test
        void say_which_run_step_attempt_model_and_how_many_tokens() {
            mock.on(WRITE)
                    .usage(TokenUsage.of(71, 13))
                    .fail(new ToolCallException.Transient("503"))
                    .reply(Lines.TOO_LONG, Lines.CALM);
            try (var log = CapturedLog.of("dev.toolflow.run");
                    var engine = ToolFlowEngine.builder(mock)
                            .sleeper(new RecordingSleeper())
                            .clock(new MutableClock())
                            .build()) {
                engine.run(flowOf(ToolCallStep.of(WRITE)), Lines.TEA, NAMED);

                assertThat(log.info()).hasSize(5);
                assertThat(log.info().get(0)).isEqualTo("run=run-7 flow=one-line started");
                assertThat(log.info().get(1)).startsWith("run=run-7 step=write_line attempt=1 calls again in ms=");
                assertThat(log.info().get(2))
                        .isEqualTo("run=run-7 step=write_line attempt=1 outcome=Rejected model=gpt-5.4-mini calls=2 "
                                + "request=mock-write_line-2 input=71 output=13 usd=0.00011175 issues=1 ms=0");
                assertThat(log.info().get(3)).contains("attempt=2 outcome=Accepted", "calls=1");
                assertThat(log.info().get(4))
                        .isEqualTo("run=run-7 flow=one-line status=COMPLETED input=142 output=26 usd=0.00022350 ms=0");
            }
        }

        @Test
        void hold_nothing_of_what_was_sent_or_came_back_at_any_level() {
            StepDefinition<Topic, Line> secret = ChatStepDefinition.named("secret_step", Topic.class, Line.class)
                    .description("SECRET description")
                    .instructions("SECRET instructions")
                    .build();
            mock.on(secret)
                    .replyJson("SECRET arguments")
                    .fail(new ToolCallException.Transient("SECRET transient"))
                    .reply(new Line("SECRET output"))
                    .fail(new ToolCallException.Rejected("SECRET key sk-123"));
            var step = ToolCallStep.of(secret)
                    .audit(AuditFunction.named("taste", line -> List.of(Issue.critical("SECRET issue"))));
            try (var log = CapturedLog.of("dev.toolflow")) {
                try (var engine = ToolFlowEngine.builder(mock)
                        .sleeper(new RecordingSleeper())
                        .listener(event -> {
                            throw new IllegalStateException("SECRET listener");
                        })
                        .build()) {
                    engine.run(
                            ToolFlow.define("secrets", Topic.class, (flow, topic) -> flow.step(step, topic, topic)),
                            new Topic("SECRET prompt"));
                }

                assertThat(log.lines())
                        .hasSizeGreaterThan(5)
                        .allSatisfy(line -> assertThat(line).doesNotContain("SECRET", "sk-123"));
            }
        }
    }

    @Nested
    class A_field_of_a_line {
        private String attemptLineWith(String model, String requestId) {
            OpenAiToolService service = (request, context) -> new ToolCallResponse(
                    "{\"text\":\"x\"}", new CallReceipt(null, requestId, null, null, TokenUsage.none()));
            try (var log = CapturedLog.of("dev.toolflow.run");
                    var engine = ToolFlowEngine.create(service)) {
                engine.run(flowOf(ToolCallStep.of(WRITE).model(model)), Lines.TEA, NAMED);
                return log.info().get(1);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a\r\nrun=other",
                    "a\u001b[31mred",
                    "a\u0085b",
                    "a\u2028b",
                    "a\u2029b",
                    "a\u202eb",
                    "a\u2066b",
                    "a\u0000b",
                    "a\u007fb",
                    "a\udb40\udc41b"
                })
        void cannot_begin_a_line_colour_it_or_turn_it_around(String hostile) {
            String line = attemptLineWith(hostile, hostile);

            assertThat(line.codePoints())
                    .noneMatch(c -> Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT
                            || Character.getType(c) == Character.LINE_SEPARATOR
                            || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
            assertThat(line).contains("model=a\\u", "request=a\\u");
        }

        @Test
        void is_cut_at_512_characters() {
            String line = attemptLineWith("gpt", "\n".repeat(1_000));

            String field = line.substring(line.indexOf("request=") + "request=".length(), line.indexOf(" input="));
            assertThat(field).hasSizeBetween(506, 512).startsWith("\\u000a").endsWith("\\u000a");
        }

        @Test
        void keeps_letters_of_all_alphabets() {
            assertThat(attemptLineWith("modèle-茶-\ud83c\udf75", "id")).contains("model=modèle-茶-\ud83c\udf75 ");
        }
    }
}
