package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.NEXT;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.budget.PriceList;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ResultJsonTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.builder(mock)
            .clock(new MutableClock())
            .prices(PriceList.empty().with("gpt-", ModelPrice.perMillion("1", "10")))
            .build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nested
    class The_JSON_of_a_result {
        @Test
        void has_this_shape_for_ever() {
            mock.on(WRITE)
                    .usage(TokenUsage.of(100, 20).withCached(60).withReasoning(8))
                    .reply(Lines.TOO_LONG, CALM);
            mock.on(NEXT).fail(new ToolCallException.Rejected("step 'next': 400 from the server; mend the request"));
            var flow = ToolFlow.define("poem", Topic.class, (steps, topic) -> {
                var line = steps.step(WRITE, topic);
                steps.step(
                        ToolCallStep.of(NEXT).onFailure(dev.toolflow.step.OnFailure.CONTINUE),
                        line.map(l -> new Topic(l.text())));
                return line;
            });

            String json =
                    engine.run(flow, TEA, RunOptions.defaults().id("run-7")).toJson();

            assertThat(tree(json)).isEqualTo(tree("""
                    {
                      "status": "PARTIAL",
                      "flow": "poem",
                      "runId": "run-7",
                      "output": {"text": "Calm in a cup"},
                      "steps": [
                        {
                          "id": "write_line",
                          "tool": "write_line",
                          "status": "COMPLETED",
                          "attempts": [
                            {
                              "number": 1,
                              "outcome": "REJECTED",
                              "tool": "write_line",
                              "model": "gpt-5.4-mini",
                              "calls": 1,
                              "requestId": "mock-write_line-1",
                              "responseId": "mock-write_line-1",
                              "finishReason": "stop",
                              "usage": {"input": 100, "output": 20, "total": 120, "cached": 60, "reasoning": 8,
                                        "unreportedCalls": 0},
                              "cost": {"usd": 0.0003, "unpricedCalls": 0},
                              "issues": [
                                {
                                  "severity": "CRITICAL",
                                  "message": "size must be between 0 and 40",
                                  "path": "text",
                                  "suggestion": null,
                                  "source": "validation"
                                }
                              ],
                              "error": "text: size must be between 0 and 40",
                              "startedAt": "2026-11-21T10:00:00Z",
                              "tookMillis": 0
                            },
                            {
                              "number": 2,
                              "outcome": "ACCEPTED",
                              "tool": "write_line",
                              "model": "gpt-5.4-mini",
                              "calls": 1,
                              "requestId": "mock-write_line-2",
                              "responseId": "mock-write_line-2",
                              "finishReason": "stop",
                              "usage": {"input": 100, "output": 20, "total": 120, "cached": 60, "reasoning": 8,
                                        "unreportedCalls": 0},
                              "cost": {"usd": 0.0003, "unpricedCalls": 0},
                              "issues": [],
                              "error": null,
                              "startedAt": "2026-11-21T10:00:00Z",
                              "tookMillis": 0
                            }
                          ],
                          "usage": {"input": 200, "output": 40, "total": 240, "cached": 120, "reasoning": 16,
                                    "unreportedCalls": 0},
                          "cost": {"usd": 0.0006, "unpricedCalls": 0},
                          "error": null
                        },
                        {
                          "id": "next",
                          "tool": "next",
                          "status": "FAILED",
                          "attempts": [
                            {
                              "number": 1,
                              "outcome": "FAILED",
                              "tool": "next",
                              "model": "gpt-5.4-mini",
                              "calls": 1,
                              "requestId": null,
                              "responseId": null,
                              "finishReason": null,
                              "usage": {"input": 0, "output": 0, "total": 0, "unreportedCalls": 0},
                              "cost": {"usd": 0, "unpricedCalls": 0},
                              "issues": [],
                              "error": "step 'next': 400 from the server; mend the request",
                              "startedAt": "2026-11-21T10:00:00Z",
                              "tookMillis": 0
                            }
                          ],
                          "usage": {"input": 0, "output": 0, "total": 0, "unreportedCalls": 0},
                          "cost": {"usd": 0, "unpricedCalls": 0},
                          "error": "step 'next': 400 from the server; mend the request"
                        }
                      ],
                      "usage": {"input": 200, "output": 40, "total": 240, "cached": 120, "reasoning": 16,
                                "unreportedCalls": 0},
                      "cost": {"usd": 0.0006, "unpricedCalls": 0},
                      "error": "step 'next': 400 from the server; mend the request",
                      "tookMillis": 0
                    }
                    """));
            assertThat(tree(json).fieldNames())
                    .toIterable()
                    .containsExactly(
                            "status", "flow", "runId", "output", "steps", "usage", "cost", "error", "tookMillis");
        }

        @Test
        void has_no_prompt_no_instructions_and_no_bytes() {
            mock.on(DRAW).image(8, 8);
            var flow = ToolFlow.define(
                    "hidden",
                    Topic.class,
                    (steps, topic) -> steps.step(DRAW, topic.map(t -> ImageGenerationInput.of("SECRET prompt"))));

            var result = engine.run(flow, new Topic("SECRET topic"));

            assertThat(result.toJson()).doesNotContain("SECRET", "iVBOR").contains("\"sha256\":\"");
            assertThat(tree(result.toJson()).at("/output/images/0/width").asInt())
                    .isEqualTo(8);
        }

        @Test
        void has_a_null_output_where_there_is_none() {
            mock.on(WRITE).fail(new ToolCallException.Rejected("400"));

            JsonNode json = tree(engine.run(ONE_LINE, TEA).toJson());

            assertThat(json.get("output").isNull()).isTrue();
            assertThat(json.get("status").asText()).isEqualTo("FAILED");
            assertThat(json.get("error").asText()).isEqualTo("400");
        }

        @Test
        void has_outputs_of_every_shape() {
            assertThat(outputOf("text")).isEqualTo(tree("\"text\""));
            assertThat(outputOf(5)).isEqualTo(tree("5"));
            assertThat(outputOf(List.of(CALM, CALM)))
                    .isEqualTo(tree("[{\"text\":\"Calm in a cup\"},{\"text\":\"Calm in a cup\"}]"));
            assertThat(outputOf(Arrays.asList(CALM, null))).isEqualTo(tree("[{\"text\":\"Calm in a cup\"},null]"));
            assertThat(outputOf(Optional.of("x"))).isEqualTo(tree("\"x\""));
            assertThat(outputOf(Map.of("a", 1))).isEqualTo(tree("{\"a\":1}"));
        }

        @Test
        void escapes_what_would_break_it() {
            assertThat(outputOf("a\"b\\c\r\n\u2028\u0000\ud800").asText()).startsWith("a\"b\\c\r\n\u2028\u0000");
        }

        private JsonNode outputOf(Object value) {
            var flow = ToolFlow.define("value", Topic.class, (steps, topic) -> steps.local("make", topic, t -> value));
            return tree(engine.run(flow, TEA).toJson()).get("output");
        }
    }
}
