package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.toolflow.audit.Issue;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallRequest.Options;
import dev.toolflow.tool.ToolInput;
import dev.toolflow.tool.ToolInput.Feedback;
import dev.toolflow.tool.ToolInput.Included;
import dev.toolflow.tool.ToolSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChatRendererTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final ChatRenderer renderer = new ChatRenderer(ModelFamilies.known());

    @Nested
    class A_first_attempt {

        @Test
        void is_one_forced_strict_tool_call() {
            assertThat(text(request(
                            Calls.PALETTE,
                            "gpt-5.4-mini",
                            Options.standard().temperature(0.5).maxTokens(900),
                            input("{\"product\":\"Tea\"}"))))
                    .isEqualTo("""
                            {"model":"gpt-5.4-mini","messages":[{"role":"system","content":"You are a colour theorist."},\
                            {"role":"user","content":"{\\"product\\":\\"Tea\\"}"}],"tools":[{"type":"function","function":\
                            {"name":"generate_palette","description":"Chooses brand colours","strict":true,"parameters":\
                            {"type":"object","properties":{"colors":{"type":"array","items":{"type":"string"}}},\
                            "required":["colors"],"additionalProperties":false}}}],"tool_choice":{"type":"function",\
                            "function":{"name":"generate_palette"}},"parallel_tool_calls":false,"max_completion_tokens":900,\
                            "temperature":0.5,"reasoning_effort":"none"}""");
        }

        @Test
        void has_no_system_message_when_there_is_nothing_to_say() throws IOException {
            ToolSpec silent = new ToolSpec("t", "", "", Calls.SCHEMA);

            JsonNode body = json(request(silent, "gpt-4o", Options.standard(), input("{}")));

            assertThat(body.path("messages")).hasSize(1);
            assertThat(body.at("/messages/0/role").asText()).isEqualTo("user");
            assertThat(body.at("/tools/0/function").has("description")).isFalse();
        }

        @Test
        void leaves_out_what_the_model_does_not_take() throws IOException {
            JsonNode body = json(request(
                    Calls.PALETTE, "o3", Options.standard().temperature(1.0).maxTokens(100), input("{}")));

            assertThat(body.has("temperature")).isFalse();
            assertThat(body.has("reasoning_effort")).isFalse();
            assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(100);
        }

        @Test
        void carries_any_text_even_a_lone_surrogate() throws IOException {
            String odd = "{\"t\":\"ü\u2028\ud83c\udf75 \ud800 end\"}";

            JsonNode body = json(request(Calls.PALETTE, "gpt-4o", Options.standard(), input(odd)));

            assertThat(body.at("/messages/1/content").asText()).isEqualTo(odd);
        }
    }

    @Nested
    class A_later_attempt {

        @Test
        void tells_earlier_results_from_attempts_that_failed() throws IOException {
            Issue issue =
                    Issue.critical("two colours are equal").at("colors[3]").suggest("choose distinct ones");
            ToolInput input = new ToolInput(
                    Map.of(),
                    "{}",
                    List.of(new Included("brief", "{\"b\":1}", List.of(Issue.high("vague")))),
                    List.of(
                            new Feedback(1, "{\"colors\":[]}", List.of(issue)),
                            new Feedback(2, null, List.of(Issue.critical("no JSON")))),
                    List.of());

            JsonNode body = json(request(Calls.PALETTE, "gpt-4o", Options.standard(), input));

            assertThat(body.at("/messages/0/content").asText()).isEqualTo("""
                            You are a colour theorist.

                            # Results of earlier steps

                            ## brief
                            {"b":1}
                            Known issues:
                            - HIGH: vague

                            # Your earlier attempts at this task, none of which was accepted

                            ## Attempt 1
                            {"colors":[]}
                            Issues:
                            - CRITICAL: two colours are equal (at colors[3]). Suggestion: choose distinct ones

                            ## Attempt 2
                            Your answer could not be read.
                            Issues:
                            - CRITICAL: no JSON

                            Answer again, complete, with every issue corrected.""");
            assertThat(body.at("/messages/1/content").asText()).isEqualTo("{}");
        }
    }

    @Nested
    class A_tool {

        @Test
        void whose_schema_is_no_json_is_refused_by_name() {
            ToolSpec broken = new ToolSpec("odd_tool", "", "", "{type:");

            assertThatThrownBy(() -> text(request(broken, "gpt-4o", Options.standard(), input("{}"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("odd_tool");
        }

        @Test
        void is_told_apart_from_another_of_the_same_name() throws IOException {
            ToolSpec one = new ToolSpec("t", "one", "", Calls.SCHEMA);
            ToolSpec two = new ToolSpec("t", "two", "", Calls.SCHEMA);

            json(request(one, "gpt-4o", Options.standard(), input("{}")));
            JsonNode body = json(request(two, "gpt-4o", Options.standard(), input("{}")));

            assertThat(body.at("/tools/0/function/description").asText()).isEqualTo("two");
        }
    }

    private static ToolInput input(String json) {
        return ToolInput.of(Map.of(), json);
    }

    private static ToolCallRequest request(ToolSpec tool, String model, Options options, ToolInput input) {
        return new ToolCallRequest("palette", tool, input, model, options);
    }

    private String text(ToolCallRequest request) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (Calls.Context context = new Calls.Context()) {
            renderer.body(request, context).writeTo(body);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private JsonNode json(ToolCallRequest request) throws IOException {
        return JSON.readTree(text(request));
    }
}
