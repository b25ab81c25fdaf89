package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTest {

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final Client client = new Client(server);

    @AfterEach
    void close() {
        server.close();
    }

    @Nested
    class A_forced_tool {

        @Test
        void is_called_with_arguments_in_the_form_of_a_completion() throws Exception {
            HttpResponse<String> response = client.post(Endpoint.CHAT_COMPLETIONS, Client.palette());
            JsonNode completion = Client.json(response.body());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(completion.path("object").asText()).isEqualTo("chat.completion");
            assertThat(completion.path("id").asText()).startsWith("chatcmpl-");
            assertThat(completion.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
            assertThat(completion
                            .at("/choices/0/message/tool_calls/0/function/name")
                            .asText())
                    .isEqualTo("generate_palette");
            assertThat(completion.at("/usage/total_tokens").asInt())
                    .isEqualTo(completion.at("/usage/prompt_tokens").asInt()
                            + completion.at("/usage/completion_tokens").asInt());
            assertThat(response.headers().firstValue("x-request-id")).isPresent();
            assertThat(response.headers().firstValue("x-ratelimit-remaining-requests"))
                    .isPresent();
        }

        @Test
        void that_is_merely_required_ends_with_tool_calls() throws Exception {
            ObjectNode request = Client.palette().put("tool_choice", "required");
            JsonNode completion =
                    Client.json(client.post(Endpoint.CHAT_COMPLETIONS, request).body());
            assertThat(completion.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        }

        @Test
        void gets_the_same_arguments_for_the_same_request() throws Exception {
            ObjectNode copy = Client.chat("write_copy", SCHEMA_OF_ALL, "Tea for slow mornings");
            assertThat(client.arguments(copy)).isEqualTo(client.arguments(copy));
        }

        @Test
        void is_cut_at_the_token_limit_of_the_request() throws Exception {
            ObjectNode request = Client.palette().put("max_completion_tokens", 5);
            JsonNode completion =
                    Client.json(client.post(Endpoint.CHAT_COMPLETIONS, request).body());
            assertThat(completion.at("/choices/0/finish_reason").asText()).isEqualTo("length");
            assertThat(completion
                            .at("/choices/0/message/tool_calls/0/function/arguments")
                            .asText())
                    .hasSize(20);
        }
    }

    @Nested
    class Arguments {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
        void validate_against_the_schema_that_was_sent(int seed) throws Exception {
            JsonNode arguments = client.arguments(Client.chat("anything", SCHEMA_OF_ALL, "Request number " + seed));
            var errors = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(SCHEMA_OF_ALL, InputFormat.JSON)
                    .validate(
                            arguments.toString(),
                            InputFormat.JSON,
                            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
            assertThat(errors).as(arguments.toPrettyString()).isEmpty();
        }

        @Test
        void mention_the_product_of_the_request() throws Exception {
            ObjectNode request =
                    Client.chat("write_copy", COPY, "{\"product\":\"Morning Mist Tea\",\"audience\":[\"hikers\"]}");
            String copy = client.arguments(request).toString();
            assertThat(copy).containsAnyOf("Morning Mist Tea", "hikers");
        }

        @Test
        void with_colours_for_roles_are_pairwise_distinct_and_fit_the_role() throws Exception {
            JsonNode theme = client.arguments(Client.chat("theme", THEME, "Seeds #2F4B3C and #B5533C"));
            Set<String> colours = new HashSet<>();
            theme.forEach(colour -> colours.add(colour.asText()));
            assertThat(colours).hasSize(theme.size()).allMatch(colour -> colour.matches("#[0-9A-F]{6}"));
            assertThat(lightness(theme, "surface")).isGreaterThan(200);
            assertThat(lightness(theme, "buttonPrimaryText"))
                    .isGreaterThan(lightness(theme, "buttonPrimaryBackground") + 100);
            assertThat(lightness(theme, "text")).isLessThan(60);
        }

        private int lightness(JsonNode theme, String role) {
            int rgb = Integer.parseInt(theme.path(role).asText().substring(1), 16);
            return ((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / 3;
        }
    }

    @Nested
    class The_first_palette_of_a_tool {

        @Test
        void repeats_a_colour_and_the_next_does_not() throws Exception {
            assertThat(distinct(client.arguments(Client.palette()))).isFalse();
            assertThat(distinct(client.arguments(Client.palette()))).isTrue();
            assertThat(distinct(client.arguments(Client.palette()))).isTrue();
        }

        @Test
        void repeats_a_colour_for_another_tool_too() throws Exception {
            client.arguments(Client.palette());
            assertThat(distinct(client.arguments(Client.chat("seasonal_palette", Client.PALETTE, "Tea"))))
                    .isFalse();
        }

        @Test
        void is_flawless_where_that_was_asked_for() throws Exception {
            try (FakeOpenAiServer flawless =
                    FakeOpenAiServer.builder().flawlessPalettes().start()) {
                assertThat(distinct(new Client(flawless).arguments(Client.palette())))
                        .isTrue();
            }
        }

        private boolean distinct(JsonNode palette) {
            Set<String> colours = new HashSet<>();
            return StreamSupport.stream(palette.path("colors").spliterator(), false)
                    .allMatch(c -> colours.add(c.asText()));
        }
    }

    @Nested
    class Without_a_tool {

        @Test
        void prose_is_answered() throws Exception {
            ObjectNode request = Client.palette();
            request.remove("tools");
            request.remove("tool_choice");
            request.remove("parallel_tool_calls");
            JsonNode completion =
                    Client.json(client.post(Endpoint.CHAT_COMPLETIONS, request).body());
            assertThat(completion.at("/choices/0/message/content").asText()).contains("Morning Mist Tea");
        }
    }

    private static final String COPY = """
            {"type":"object","additionalProperties":false,"required":["headline","body"],
             "properties":{"headline":{"type":"string"},"body":{"type":"string"}}}""";

    private static final String THEME = """
            {"type":"object","additionalProperties":false,
             "required":["buttonPrimaryText","buttonPrimaryBackground","primary","primaryHover","primaryActive","surface","text","border","danger","link"],
             "properties":{"buttonPrimaryText":{"$ref":"#/$defs/C"},"buttonPrimaryBackground":{"$ref":"#/$defs/C"},"primary":{"$ref":"#/$defs/C"},"primaryHover":{"$ref":"#/$defs/C"},"primaryActive":{"$ref":"#/$defs/C"},
              "surface":{"$ref":"#/$defs/C"},"text":{"$ref":"#/$defs/C"},"border":{"$ref":"#/$defs/C"},
              "danger":{"$ref":"#/$defs/C"},"link":{"$ref":"#/$defs/C"}},
             "$defs":{"C":{"type":"string","pattern":"^(?:#[0-9A-F]{6})$"}}}""";

    /** Every keyword that strict mode allows. */
    private static final String SCHEMA_OF_ALL = """
            {"type":"object","additionalProperties":false,
             "required":["narrow","below","kind","pick","flag","count","price","odd","above","note","sku","slug","day","at","id","mail","maybe","labels","tree","shape","long"],
             "properties":{
              "narrow":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":0.005},
              "below":{"type":"integer","maximum":-5},
              "kind":{"const":"all"},
              "pick":{"type":"string","enum":["one","two","three"]},
              "flag":{"type":"boolean"},
              "count":{"type":"integer","minimum":3,"maximum":7},
              "price":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":0.5},
              "odd":{"type":"integer","multipleOf":7,"minimum":10},
              "above":{"type":"integer","exclusiveMinimum":-3,"maximum":-1},
              "note":{"type":"string","minLength":30,"maxLength":40},
              "sku":{"type":"string","pattern":"^(?:[A-Z]{2}-[0-9]{4})$"},
              "slug":{"type":"string","pattern":"^[a-z]+(-[a-z]+)*$","maxLength":30},
              "day":{"type":"string","format":"date"},
              "at":{"type":"string","format":"date-time"},
              "id":{"type":"string","format":"uuid"},
              "mail":{"type":"string","format":"email"},
              "maybe":{"type":["string","null"]},
              "labels":{"type":"array","minItems":2,"maxItems":4,"items":{"type":"object","additionalProperties":false,
                "required":["key","value"],"properties":{"key":{"type":"string"},"value":{"type":"integer","minimum":0}}}},
              "tree":{"$ref":"#/$defs/Node"},
              "shape":{"anyOf":[{"$ref":"#/$defs/Circle"},{"$ref":"#/$defs/Square"},{"type":"null"}]},
              "long":{"type":"integer","minimum":9007199254740993,"maximum":9007199254740999}},
             "$defs":{
              "Node":{"type":"object","additionalProperties":false,"required":["name","next","children"],"properties":{
                "name":{"type":"string"},"next":{"anyOf":[{"$ref":"#/$defs/Node"},{"type":"null"}]},
                "children":{"type":"array","items":{"$ref":"#/$defs/Node"}}}},
              "Circle":{"type":"object","additionalProperties":false,"required":["kind","radius"],"properties":{
                "kind":{"const":"circle"},"radius":{"type":"number","minimum":1}}},
              "Square":{"type":"object","additionalProperties":false,"required":["kind","side"],"properties":{
                "kind":{"const":"square"},"side":{"type":"number","minimum":1}}}}}""";
}
