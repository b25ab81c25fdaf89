package dev.toolflow.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
    private static final String SECRET = "sk-secret";

    record Color(int hue, String name) {}

    record Brief(String product, List<String> audience) {}

    record Kit(
            List<Color> colors,
            Map<String, Integer> weights,
            Samples.Mood mood,
            LocalDate day,
            Optional<String> note,
            OptionalInt count,
            @Nullable String spare) {}

    private static final String KIT = "{\"colors\":[{\"hue\":1,\"name\":\"red\"}],\"weights\":[{\"key\":\"a\",\"value\":1}],"
            + "\"mood\":\"very-loud\",\"day\":\"2026-11-21\",\"note\":null,\"count\":null,\"spare\":null}";

    private static JsonReadException failure(Class<?> type, String json) {
        return catchThrowableOfType(JsonReadException.class, () -> JsonType.of(type).read(json));
    }

    @Nested
    class When_the_JSON_is_broken {
        @ParameterizedTest
        @CsvSource(
                delimiter = '~',
                quoteCharacter = '`',
                value = {
                    "{\"product\": \"sk-secret\",%n  oops}~2~3~broken JSON at line 2, column 3: unexpected character",
                    "{\"product\": sk-secret}~1~13~broken JSON at line 1, column 13: unexpected character",
                    "{\"product\": \"sk-secret\"~1~24~broken JSON at line 1, column 24: it ends too early",
                    "{\"product\":\"sk-secret\",\"product\":\"sk-secret\"}~1~33~broken JSON at line 1, column 33: a field appears twice",
                    "{\"product\":\"a\",\"audience\":[]} sk-secret~1~31~broken JSON at line 1, column 31: unexpected character"
                })
        void line_and_column_are_told_and_no_content(String json, int line, int column, String message) {
            JsonReadException failure = failure(Brief.class, json.replace("%n", "\n"));
            assertThat(failure).hasMessage(message).hasNoCause();
            assertThat(failure.line()).hasValue(line);
            assertThat(failure.column()).hasValue(column);
        }

        @Test
        void ten_thousand_levels_are_a_typed_failure() {
            String deep = "{\"unknown\":" + "[".repeat(10_000);
            assertThat(failure(Samples.Node.class, deep)).hasMessageContaining("nested deeper than 256 levels");
            String nodes = "{\"name\":\"a\",\"children\":[],\"next\":".repeat(10_000);
            assertThat(failure(Samples.Node.class, nodes)).hasMessageContaining("nested deeper than 256 levels");
            String shapes = "{\"value\":" + "{\"kind\":\"box\",\"side\":1,\"inside\":[".repeat(10_000);
            assertThat(failure(Samples.Shape.class, shapes)).hasMessageContaining("nested deeper than 256 levels");
        }

        @Test
        void text_after_it_is_refused() {
            assertThat(failure(Brief.class, "{\"product\":\"a\",\"audience\":[]} {}"))
                    .hasMessage("more text follows the JSON value");
        }
    }

    @Nested
    class When_the_JSON_is_not_of_the_type {
        @ParameterizedTest
        @CsvSource(
                delimiter = '~',
                quoteCharacter = '`',
                value = {
                    "[]~expected an object, found an array",
                    "null~expected an object, found null",
                    "``~expected an object, found nothing",
                    "\"sk-secret\"~expected an object, found text",
                    "{\"product\":\"sk-secret\"}~audience: is missing",
                    "{\"product\":null,\"audience\":[]}~product: must not be null",
                    "{\"product\":\"a\",\"audience\":[\"b\",null]}~audience[1]: must not be null",
                    "{\"product\":1,\"audience\":[]}~product: expected text, found an integer",
                    "{\"product\":true,\"audience\":[]}~product: expected text, found a boolean",
                    "{\"product\":[\"sk-secret\"],\"audience\":[]}~product: expected text, found an array",
                    "{\"product\":\"a\",\"audience\":\"sk-secret\"}~audience: expected an array, found text",
                    "{\"product\":\"a\",\"audience\":\"\"}~audience: expected an array, found text",
                    "{\"product\":\"a\",\"audiance\":[]}~unknown field 'audiance'; did you mean 'audience'?",
                    "{\"product\":\"a\",\"PRODUCTS\":[]}~unknown field 'PRODUCTS'; did you mean 'product'?",
                    "{\"x\":\"a\",\"product\":\"b\"}~unknown field 'x'; known are product, audience",
                    "{\"@class\":\"java.lang.Runtime\",\"product\":\"a\"}~unknown field '@class'; known are product, audience"
                })
        void of_a_record_the_field_and_what_was_expected_are_told(String json, String message) {
            JsonReadException failure = failure(Brief.class, json);
            assertThat(failure).hasMessage(message).hasNoCause();
            assertThat(failure.getMessage()).doesNotContain(SECRET);
            assertThat(failure.line()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '~',
                quoteCharacter = '`',
                value = {
                    "\"hue\":1~\"hue\":\"1\"~colors[0].hue: expected an integer, found text",
                    "\"hue\":1~\"hue\":\"\"~colors[0].hue: expected an integer, found text",
                    "\"hue\":1~\"hue\":1.5~colors[0].hue: expected an integer, found a number with a fraction",
                    "\"hue\":1~\"hue\":3000000000~colors[0].hue: is a number out of range",
                    "\"hue\":1~\"hue\":null~colors[0].hue: must not be null",
                    "\"hue\":1,~~colors[0].hue: is missing",
                    "\"hue\":1~\"hues\":1~colors[0]: unknown field 'hues'; did you mean 'hue'?",
                    "[{\"hue\":1,\"name\":\"red\"}]~[null]~colors[0]: must not be null",
                    "[{\"hue\":1,\"name\":\"red\"}]~[[]]~colors[0]: expected an object, found an array",
                    "[{\"key\":\"a\",\"value\":1}]~{\"a\":1}~weights: expected an array, found an object",
                    "\"value\":1}~\"value\":1},{\"key\":\"a\",\"value\":2}~weights[1].key: appears twice in the map",
                    "\"value\":1}~\"value\":null}~weights[0].value: must not be null",
                    "\"key\":\"a\"~\"key\":null~weights[0].key: must not be null",
                    ",\"value\":1~~weights[0].value: is missing",
                    "very-loud~sk-secret~mood: is none of CALM, very-loud",
                    "\"very-loud\"~1~mood: expected text, found an integer",
                    "\"very-loud\"~\"\"~mood: is none of CALM, very-loud",
                    "2026-11-21~sk-secret~day: is not a valid LocalDate",
                    "\"2026-11-21\"~\"\"~day: is not a valid LocalDate",
                    "\"spare\":null~\"spare\":0~spare: expected text, found an integer"
                })
        void deep_inside_the_path_is_told(String part, @Nullable String wrong, String message) {
            assertThat(KIT).contains(part);
            JsonReadException failure = failure(Kit.class, KIT.replace(part, wrong == null ? "" : wrong));
            assertThat(failure).hasMessage(message).hasNoCause();
        }

        @Test
        void the_path_can_be_asked_for() {
            assertThat(failure(Kit.class, KIT.replace("\"hue\":1", "\"hue\":true")).path()).isEqualTo("colors[0].hue");
        }

        @Test
        void a_strange_field_name_is_shown_harmlessly() {
            String name = "\\u001b[31m\\u202e" + "x".repeat(500);
            assertThat(failure(Brief.class, "{\"" + name + "\":1}").getMessage())
                    .startsWith("unknown field '?[31m?xxx")
                    .hasSizeLessThan(120);
        }
    }

    @Nested
    class When_a_constructor_refuses_the_values {
        record Hue(int degrees) {
            Hue {
                if (degrees > 360) {
                    throw new IllegalArgumentException("no such hue: " + SECRET);
                }
            }
        }

        record Wheel(List<Hue> hues) {}

        @Test
        void the_path_and_the_record_are_told() {
            assertThat(failure(Wheel.class, "{\"hues\":[{\"degrees\":1},{\"degrees\":400}]}"))
                    .hasMessage("hues[1]: is refused by the constructor of Hue")
                    .hasNoCause();
        }
    }

    @Nested
    class A_sealed_family {
        @ParameterizedTest
        @CsvSource(
                delimiter = '~',
                quoteCharacter = '`',
                value = {
                    "{\"radius\":1}~value: 'kind' is missing; expected one of circle, oval, box, nothing",
                    "{\"kind\":\"sk-secret\"}~value: 'kind' is unknown; expected one of circle, oval, box, nothing",
                    "{\"kind\":\"dev.toolflow.schema.Samples$Circle\"}~value: 'kind' is unknown; expected one of circle, oval, box,"
                            + " nothing",
                    "[]~value: expected an object, found an array",
                    "\"circle\"~value: expected an object, found text",
                    "null~value: must not be null",
                    "{\"kind\":\"box\",\"side\":1,\"inside\":[{\"kind\":\"circle\"}]}~value.inside[0].radius: is missing"
                })
        void is_told_apart_by_kind_only(String json, String message) {
            assertThat(failure(Samples.Shape.class, "{\"value\":" + json + "}")).hasMessage(message);
        }

        @Test
        void reads_the_kind_wherever_it_stands() {
            String json = "{\"value\":{\"side\":2,\"inside\":[{\"kind\":\"nothing\"}],\"kind\":\"box\"}}";
            assertThat(JsonType.of(Samples.Shape.class).read(json))
                    .isEqualTo(new Samples.Square(2, List.of(new Samples.Nothing())));
        }

        @Test
        void of_a_record_is_read_as_that_record_only() {
            assertThat(JsonType.of(Samples.Circle.class).read("{\"kind\":\"circle\",\"radius\":2}"))
                    .isEqualTo(new Samples.Circle(2));
            assertThat(failure(Samples.Circle.class, "{\"kind\":\"oval\",\"width\":1,\"height\":2}"))
                    .hasMessageStartingWith("'kind' is unknown");
        }
    }

    @Nested
    class What_may_be_left_out {
        @Test
        void is_what_is_optional_or_nullable() {
            String json = KIT.replace(",\"note\":null,\"count\":null,\"spare\":null", "");
            Kit kit = JsonType.of(Kit.class).read(json);
            assertThat(kit).isEqualTo(JsonType.of(Kit.class).read(KIT));
            assertThat(kit.note()).isEmpty();
            assertThat(kit.count()).isEmpty();
            assertThat(kit.spare()).isNull();
        }

        record Aliased(@JsonProperty("heading") @JsonAlias("title") String text, @JsonIgnore @Nullable String secret) {}

        @Test
        void is_what_is_ignored_and_aliases_are_read() {
            assertThat(JsonType.of(Aliased.class).read("{\"title\":\"a\"}")).isEqualTo(new Aliased("a", null));
        }
    }

    @Nested
    class A_class_name_in_JSON {
        record Holder(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object value) {}

        @Test
        void is_never_instantiated_even_where_an_annotation_asks_for_it() {
            JsonType<Holder> plain = JsonType.plain(Holder.class);
            Holder read = plain.read("{\"value\":{\"@class\":\"java.util.Date\",\"time\":1}}");
            assertThat(read.value()).isEqualTo(Map.of("@class", "java.util.Date", "time", 1));
        }
    }

    @Nested
    class A_plain_type {
        @Test
        void reads_whatever_it_wrote_also_nulls() {
            JsonType<Brief> brief = JsonType.plain(Brief.class);
            Brief half = new Brief(null, null);
            assertThat(brief.read(brief.write(half))).isEqualTo(half);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"product\":\"a\"}", "{\"product\":\"a\",\"audiance\":[]}", "[]", "null", "{"})
        void is_no_more_forgiving_otherwise(String json) {
            String strict = failure(Brief.class, json).getMessage();
            assertThatThrownBy(() -> JsonType.plain(Brief.class).read(json))
                    .isInstanceOf(JsonReadException.class)
                    .hasMessage(strict);
        }

        @Test
        void need_not_be_an_object() {
            assertThat(JsonType.plain(String.class).write("tea")).isEqualTo("\"tea\"");
            assertThat(JsonType.plain(Samples.Shape.class).write(new Samples.Circle(1)))
                    .isEqualTo("{\"kind\":\"circle\",\"radius\":1.0}");
        }
    }

    @Nested
    class What_is_written {
        record Titled(String name) {
            public String getTitle() {
                return "never";
            }

            public boolean isEmpty() {
                return false;
            }
        }

        record Cycle(List<Object> all) {}

        record Maps(Map<String, Integer> map, Set<Integer> set) {}

        @Test
        void has_the_components_and_nothing_else() {
            assertThat(JsonType.of(Titled.class).write(new Titled("tea"))).isEqualTo("{\"name\":\"tea\"}");
        }

        @Test
        void of_null_is_null() {
            assertThat(JsonType.of(Titled.class).write(null)).isEqualTo("null");
            assertThat(JsonType.of(Samples.Mood.class).write(null)).isEqualTo("null");
        }

        @Test
        void has_half_surrogate_pairs_escaped_so_that_they_survive_UTF_8() {
            JsonType<Titled> type = JsonType.of(Titled.class);
            String json = "{\"name\":\"a\\ud800\uD83C\uDF75\\udc00\"}";
            assertThat(type.write(type.read(json))).isEqualTo(json);
        }

        @Test
        void keeps_the_order_of_maps_that_have_one_and_sorts_the_others() {
            Map<String, Integer> ordered = new LinkedHashMap<>();
            ordered.put("z", 1);
            ordered.put("a", 2);
            JsonType<Maps> type = JsonType.of(Maps.class);
            String entries = "[{\"key\":\"z\",\"value\":1},{\"key\":\"a\",\"value\":2}]";
            String json = type.write(new Maps(ordered, Set.of()));
            assertThat(json).isEqualTo("{\"map\":" + entries + ",\"set\":[]}");
            assertThat(type.write(type.read(json))).isEqualTo(json);
            assertThat(type.write(new Maps(Map.of("z", 1, "b", 2, "a", 3), Set.of())))
                    .startsWith("{\"map\":[{\"key\":\"a\"");
        }

        @Test
        void keeps_the_order_of_a_set_that_was_read() {
            JsonType<Maps> type = JsonType.of(Maps.class);
            String json = "{\"map\":[],\"set\":[9,1,33,2,17]}";
            assertThat(type.write(type.read(json))).isEqualTo(json);
        }

        @Test
        void is_refused_with_the_type_when_it_never_ends() {
            List<Object> self = new java.util.ArrayList<>();
            self.add(self);
            assertThatThrownBy(() -> JsonType.plain(Cycle.class).write(new Cycle(self)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(Cycle.class.getName() + " cannot be written as JSON");
        }
    }

    @Nested
    class Records_inside_a_method {
        @Test
        void work_as_any_other() {
            record Local(Instant at, Duration length) {}
            JsonType<Local> type = JsonType.of(Local.class);
            Local value = new Local(Instant.parse("2026-11-21T10:00:00.5Z"), Duration.ofMinutes(90));
            assertThat(type.write(value)).isEqualTo("{\"at\":\"2026-11-21T10:00:00.500Z\",\"length\":\"PT1H30M\"}");
            assertThat(type.read(type.write(value))).isEqualTo(value);
        }
    }
}
