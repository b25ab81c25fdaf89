package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChatRefusalTest {

    private static final FakeOpenAiServer SERVER = FakeOpenAiServer.start();
    private static final Client CLIENT = new Client(SERVER);

    @AfterAll
    static void close() {
        SERVER.close();
    }

    static Stream<Arguments> wrongRequests() {
        return Stream.of(
                wrong("no model", r -> r.remove("model"), "must provide a model"),
                wrong("no messages", r -> r.remove("messages"), "Missing required parameter: 'messages'"),
                wrong("empty messages", r -> r.putArray("messages"), "empty array"),
                wrong("an unknown role", r -> message(r).put("role", "robot"), "'robot'"),
                wrong("no content", r -> message(r).remove("content"), "messages[0].content"),
                wrong(
                        "an unknown part",
                        r -> message(r).putArray("content").addObject().put("type", "video"),
                        "'video'"),
                wrong("an image in the system message", r -> image(r, 0, "data:image/png;base64,AAAA"), "role 'user'"),
                wrong("an image that is no URL", r -> image(r, 1, "hello"), "data URL"),
                wrong(
                        "an unknown parameter",
                        r -> r.put("temprature", 1),
                        "Unrecognized request argument supplied: temprature"),
                wrong("an image model", r -> r.put("model", "gpt-image-2"), "not a chat model"));
    }

    static Stream<Arguments> wrongParameters() {
        return Stream.of(
                wrong("max_tokens", r -> r.put("max_tokens", 9), "Use 'max_completion_tokens'"),
                wrong("a limit of 0", r -> r.put("max_completion_tokens", 0), "max_completion_tokens"),
                wrong("temperature 3", r -> r.put("temperature", 3), "between 0 and 2"),
                wrong("a stream that is a word", r -> r.put("stream", "yes"), "'stream'"),
                wrong(
                        "stream options without a stream",
                        r -> r.putObject("stream_options").put("include_usage", true),
                        "only allowed when 'stream' is enabled"),
                wrong(
                        "an unknown stream option",
                        r -> r.put("stream", true).putObject("stream_options").put("usage", true),
                        "stream_options.usage"),
                wrong("a tool that does not exist", r -> function(r).put("name", "other"), "not found in 'tools'"),
                wrong("a tool name with a blank", r -> function(r).put("name", "my tool"), "does not match pattern"),
                wrong(
                        "a long description",
                        r -> function(r).put("description", "x".repeat(1_025)),
                        "Expected a string with maximum length 1024, but got a string with length 1025"),
                wrong("tool_choice without tools", r -> r.remove("tools"), "only allowed when 'tools'"));
    }

    private static Arguments wrong(String what, Consumer<ObjectNode> change, String message) {
        return Arguments.of(what, change, message);
    }

    private static ObjectNode message(ObjectNode request) {
        return (ObjectNode) request.path("messages").get(0);
    }

    private static ObjectNode function(ObjectNode request) {
        return (ObjectNode) request.at("/tools/0/function");
    }

    private static void image(ObjectNode request, int at, String url) {
        ObjectNode part = ((ObjectNode) request.path("messages").get(at))
                .putArray("content")
                .addObject();
        part.put("type", "image_url").putObject("image_url").put("url", url);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"wrongRequests", "wrongParameters"})
    void a_request_that_OpenAI_refuses_is_refused_with_its_error(
            String what, Consumer<ObjectNode> change, String message) throws Exception {
        ObjectNode request = Client.palette();
        change.accept(request);
        HttpResponse<String> response = CLIENT.post(Endpoint.CHAT_COMPLETIONS, request);
        JsonNode error = Client.json(response.body()).path("error");
        assertThat(response.statusCode()).as(response.body()).isIn(400, 404);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").asText()).contains(message);
        assertThat(error.has("param") && error.has("code")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5.4-mini, none, 200",
        "gpt-5.4-mini, , 200",
        "gpt-5.4-mini, low, 400",
        "gpt-5.4, minimal, 400",
        "gpt-5.6, , 400",
        "gpt-5.6, none, 200",
        "gpt-6.1, low, 400",
        "gpt-5.1, low, 200",
        "gpt-5.1, none, 200",
        "gpt-5, minimal, 200",
        "gpt-5-nano, none, 400",
        "o3, none, 400",
        "o4-mini, , 200",
        "gpt-4.1, none, 400",
        "gpt-4.1, , 200",
        "llama-3.3, whatever, 200"
    })
    void tools_and_effort_go_together_as_the_model_family_says(String model, String effort, int status)
            throws Exception {
        ObjectNode request = Client.palette().put("model", model);
        request.remove("reasoning_effort");
        if (effort != null) {
            request.put("reasoning_effort", effort);
        }
        assertThat(CLIENT.post(Endpoint.CHAT_COMPLETIONS, request).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"gpt-5.4, none, 200", "gpt-5, minimal, 400", "o3, , 400", "gpt-4.1, , 200"})
    void a_temperature_is_taken_only_where_the_model_does_not_reason(String model, String effort, int status)
            throws Exception {
        ObjectNode request = Client.palette().put("model", model).put("temperature", 0.2);
        request.remove("reasoning_effort");
        if (effort != null) {
            request.put("reasoning_effort", effort);
        }
        assertThat(CLIENT.post(Endpoint.CHAT_COMPLETIONS, request).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'string'}|type: \"object\"",
                "{'type':'object','anyOf':[]}|without 'anyOf' at its root",
                "{'type':'object','properties':{}}|'additionalProperties' is required",
                "{'type':'object','properties':{'a':{'type':'string'}},'required':[],'additionalProperties':false}|Missing 'a'",
                "{'type':'object','properties':{},'required':['b'],'additionalProperties':false}|unknown properties: [b]",
                "{'type':'object','properties':{'a':{'type':'string','default':'x'}},'required':['a'],'additionalProperties':false}|'default' is not permitted",
                "{'type':'object','properties':{'a':{'allOf':[]}},'required':['a'],'additionalProperties':false}|'allOf' is not permitted",
                "{'type':'object','properties':{'a':{'$ref':'#/$defs/X'}},'required':['a'],'additionalProperties':false}|can not be resolved",
                "{'type':'object','properties':{'a':{'$ref':'#','description':'d'}},'required':['a'],'additionalProperties':false}|$ref cannot have keywords",
                "{'type':'object','properties':{'a':{'description':'d'}},'required':['a'],'additionalProperties':false}|must have a 'type' key",
                "{'type':'object','properties':{'a':{'type':'array'}},'required':['a'],'additionalProperties':false}|missing items",
                "{'type':'object','properties':{'a':{'type':'string','format':'uri'}},'required':['a'],'additionalProperties':false}|not a supported format",
                "{'type':'object','properties':{'a':{'type':'object'}},'required':['a'],'additionalProperties':false}|context=('properties', 'a')"
            })
    void a_schema_that_is_not_strict_is_refused(String schema, String message) throws Exception {
        ObjectNode request = Client.chat("tool", schema.replace('\'', '"'), "hello");
        JsonNode error = Client.json(
                        CLIENT.post(Endpoint.CHAT_COMPLETIONS, request).body())
                .path("error");
        assertThat(error.path("code").asText()).isEqualTo("invalid_function_parameters");
        assertThat(error.path("message").asText()).contains(message);
    }

    @Nested
    class A_schema_at_the_limit {

        @ParameterizedTest
        @CsvSource({"10, 200", "11, 400"})
        void of_nesting_is_accepted_and_beyond_it_refused(int levels, int status) throws Exception {
            String schema = "{\"type\":\"string\"}";
            for (int i = 0; i < levels; i++) {
                schema =
                        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":"
                                + schema + "}}";
            }
            assertThat(status(schema)).isEqualTo(status);
        }

        @ParameterizedTest
        @CsvSource({"5000, 200", "5001, 400"})
        void of_properties_is_accepted_and_beyond_it_refused(int count, int status) throws Exception {
            ObjectNode schema = Client.json("{\"type\":\"object\",\"additionalProperties\":false}");
            for (int i = 0; i < count; i++) {
                schema.withObject("/properties").putObject("p" + i).put("type", "boolean");
                schema.withArray("required").add("p" + i);
            }
            assertThat(status(schema.toString())).isEqualTo(status);
        }

        @ParameterizedTest
        @CsvSource({"1000, 200", "1001, 400"})
        void of_enum_values_is_accepted_and_beyond_it_refused(int count, int status) throws Exception {
            ObjectNode schema = Client.json(
                    "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"integer\"}}}");
            for (int i = 0; i < count; i++) {
                schema.withObject("/properties/a").withArray("enum").add(i);
            }
            assertThat(status(schema.toString())).isEqualTo(status);
        }

        @ParameterizedTest
        @CsvSource({"300, 50, 200", "300, 51, 400", "250, 400, 200", "250, 480, 400"})
        void of_characters_in_an_enum_is_accepted_and_beyond_it_refused(int count, int length, int status)
                throws Exception {
            ObjectNode schema = Client.json(
                    "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"string\"}}}");
            for (int i = 0; i < count; i++) {
                schema.withObject("/properties/a").withArray("enum").add("%03d".formatted(i) + "x".repeat(length - 3));
            }
            assertThat(status(schema.toString())).isEqualTo(status);
        }

        private int status(String schema) throws Exception {
            return CLIENT.post(Endpoint.CHAT_COMPLETIONS, Client.chat("tool", schema, "hi"))
                    .statusCode();
        }
    }

    @Test
    void a_body_that_is_no_JSON_is_refused() throws Exception {
        HttpResponse<String> response =
                CLIENT.postText("/v1/chat/completions", "{\"model\":", "content-type", "application/json");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("could not parse the JSON body");
    }

    @Test
    void an_unknown_address_is_refused() throws Exception {
        HttpResponse<String> response = CLIENT.postText("/v1/completions", "{}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("Invalid URL (POST /v1/completions)");
    }
}
