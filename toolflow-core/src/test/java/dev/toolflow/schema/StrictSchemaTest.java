package dev.toolflow.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Class<?>> FAMILY = List.of(
            Samples.Palette.class,
            Samples.Theme.class,
            Samples.Drawing.class,
            Samples.Shape.class,
            Samples.Circle.class,
            Samples.Node.class,
            Samples.Pairs.class,
            Samples.Mood.class,
            Samples.Shades.class,
            Samples.Everything.class,
            String.class,
            int[].class);

    static Stream<Class<?>> family() {
        return FAMILY.stream();
    }

    static Stream<Arguments> seeds() {
        List<Class<?>> free = List.of(
                Samples.Drawing.class,
                Samples.Shape.class,
                Samples.Circle.class,
                Samples.Node.class,
                Samples.Pairs.class,
                Samples.Mood.class,
                Samples.Shades.class,
                Samples.Everything.class);
        return free.stream().flatMap(type -> LongStream.range(0, 25).mapToObj(seed -> Arguments.of(type, seed)));
    }

    static JsonNode schema(Class<?> type) throws IOException {
        return JSON.readTree(JsonType.of(type).schema());
    }

    private static String golden(Class<?> type) throws IOException {
        String name = type.getSimpleName().toLowerCase(Locale.ROOT) + ".json";
        try (InputStream golden = StrictSchemaTest.class.getResourceAsStream(name)) {
            return new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    @Nested
    class Every_schema {
        @ParameterizedTest
        @MethodSource("dev.toolflow.schema.StrictSchemaTest#family")
        void obeys_the_rules_of_strict_mode(Class<?> type) throws IOException {
            assertThat(StrictWalker.breaches(schema(type))).isEmpty();
        }

        @ParameterizedTest
        @MethodSource("dev.toolflow.schema.StrictSchemaTest#family")
        void is_rendered_once(Class<?> type) {
            assertThat(JsonType.of(type)).isSameAs(JsonType.of(type));
            assertThat(JsonType.of(type).schema()).isSameAs(JsonType.of(type).schema());
        }

        @ParameterizedTest
        @MethodSource("dev.toolflow.schema.StrictSchemaTest#seeds")
        void takes_what_is_written_and_it_reads_back_the_same(Class<Object> raw, long seed) {
            JsonType<Object> type = JsonType.of(raw);
            Object value = new RandomValues(seed).of(raw);
            String json = type.write(value);

            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(type.schema(), InputFormat.JSON);
            assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
            assertThat(type.read(json)).usingRecursiveComparison().isEqualTo(value);
            assertThat(type.write(type.read(json))).isEqualTo(json);
            assertThat(type.tree(value)).isEqualTo(type.tree(type.read(json)));
        }

        @ParameterizedTest
        @ValueSource(classes = {Samples.Palette.class, Samples.Theme.class, Samples.Drawing.class})
        void is_the_one_that_was_agreed_upon(Class<?> type) throws IOException {
            assertThat(schema(type).toPrettyString()).isEqualTo(golden(type));
        }
    }

    @Nested
    class Names_and_order {
        @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
        record Snake(
                String firstName,

                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
                String lastName) {}

        @JsonPropertyOrder(alphabetic = true)
        record Sorted(String zest, String apple, String mint) {}

        @Test
        void follow_the_annotations_in_the_schema_and_in_the_JSON() {
            assertThat(JsonType.of(Snake.class).schema()).contains("\"required\":[\"first_name\",\"last_name\"]");
            assertThat(JsonType.of(Snake.class).write(new Snake("a", null)))
                    .isEqualTo("{\"first_name\":\"a\",\"last_name\":null}");
            assertThat(JsonType.of(Sorted.class).schema()).contains("\"required\":[\"apple\",\"mint\",\"zest\"]");
        }
    }

    @Nested
    class Limits_over_all {
        @Test
        void of_properties_and_enum_values_are_kept() {
            ObjectNode schema = JSON.createObjectNode().put("type", "object");
            ObjectNode properties = schema.putObject("properties");
            IntStream.range(0, 5_000)
                    .forEach(each -> properties.putObject("p" + each).put("type", "string"));
            StrictLimits.check(schema, "Wide");
            ArrayNode names = properties.withObject("/p0").putArray("enum");
            IntStream.range(0, 1_000).forEach(each -> names.add("e" + each));
            StrictLimits.check(schema, "Wide");

            names.add("one more");
            assertThatThrownBy(() -> StrictLimits.check(schema, "Wide"))
                    .isInstanceOf(SchemaException.class)
                    .hasMessage(
                            "Wide: 1001 enum values over all, a strict schema takes 1000; split the type over several"
                                    + " steps");
            properties.putObject("more").put("type", "string");
            assertThatThrownBy(() -> StrictLimits.check(schema, "Wide"))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageStartingWith("Wide: 5001 properties over all");
        }

        @Test
        void of_characters_are_kept() {
            ObjectNode schema = JSON.createObjectNode().put("type", "object");
            ObjectNode properties = schema.putObject("properties");
            schema.put("additionalProperties", false);
            ArrayNode names = properties.putObject("kind").put("type", "string").putArray("enum");
            IntStream.range(0, 250).forEach(each -> names.add("%03d".formatted(each) + "x".repeat(58)));
            StrictLimits.check(schema, "Wordy");

            names.add("one more");
            assertThatThrownBy(() -> StrictLimits.check(schema, "Wordy"))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageStartingWith("Wordy.kind: an enum of more than 250 values has 15258 characters,");
            names.removeAll();
            properties.putObject("n".repeat(120_000 - 4)).put("type", "string");
            StrictLimits.check(schema, "Wordy");
            properties.putObject("m").put("type", "string");
            assertThatThrownBy(() -> StrictLimits.check(schema, "Wordy"))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageStartingWith("Wordy: 120001 characters in names and enum values over all");
        }
    }
}
