package dev.toolflow.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
    private static final String SECRET = "sk-secret";
    private static final String KIT =
            "{\"colors\":[{\"hue\":1,\"name\":\"red\"}],\"weights\":[{\"key\":\"a\",\"value\":1}],"
                    + "\"mood\":\"very-loud\",\"day\":\"2026-11-21\",\"note\":null,\"count\":null,\"spare\":null}";

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

    private static JsonReadException failure(Class<?> type, String json) {
        return catchThrowableOfType(
                JsonReadException.class, () -> JsonType.of(type).read(json));
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
                    "{\"product\":\"sk-secret\",\"product\":\"sk-secret\"}~1~33~broken JSON at line 1, column 33: a"
                            + " field appears twice"
                })
        void line_and_column_are_told_and_no_content(String json, int line, int column, String message) {
            JsonReadException failure = failure(Brief.class, json.replace("%n", "\n"));
            assertThat(failure).hasMessage(message).hasNoCause();
            assertThat(failure.line()).hasValue(line);
            assertThat(failure.column()).hasValue(column);
        }

        @Test
        void every_cut_of_it_is_told_as_an_end_too_early_with_where_the_end_is() {
            String json = "{\n \"product\": \"a\\u00e4 \\n\u00fc\", \"audience\": [\"b\", \"c\"] }";
            assertThat(JsonType.of(Brief.class).read(json).audience()).hasSize(2);
            for (int length = 1; length < json.length(); length++) {
                JsonReadException failure = failure(Brief.class, json.substring(0, length));
                int line = length < 2 ? 1 : 2;
                int column = length < 2 ? length + 1 : length - 1;
                assertThat(failure)
                        .hasMessage("broken JSON at line " + line + ", column " + column + ": it ends too early");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"{\"spare\":nul", "{\"spare\":-", "{\"spare\":1.", "{\"spare\":1e", "{\r\"spare\":\r\n"})
        void a_cut_word_or_number_is_an_end_too_early(String json) {
            assertThat(failure(Kit.class, json)).hasMessageEndingWith(": it ends too early");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"product\":\"x\"]", "{\"product\":\"x\",}", "{\"product\":nux}"})
        void a_wrong_character_at_the_end_is_not_an_end_too_early(String json) {
            assertThat(failure(Brief.class, json)).hasMessageEndingWith(": unexpected character");
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

        @ParameterizedTest
        @ValueSource(strings = {"sk-secret", "{}", "{", "\"and", "null", "nul", "}", "], \"audience\": [", "```"})
        void text_that_follows_it_is_told_with_where_it_begins(String text) {
            JsonReadException failure = failure(Brief.class, "{\"product\":\"a\",\n\"audience\":[]}\n " + text);

            assertThat(failure)
                    .hasMessage("broken JSON at line 3, column 2: more text follows the JSON value")
                    .hasNoCause();
            assertThat(failure.line()).hasValue(3);
            assertThat(failure.column()).hasValue(2);
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
                    "{\"@class\":\"java.lang.Runtime\",\"product\":\"a\"}~unknown field '@class'; known are product,"
                            + " audience"
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
            assertThat(failure(Kit.class, KIT.replace("\"hue\":1", "\"hue\":true"))
                            .path())
                    .isEqualTo("colors[0].hue");
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

        record Aliased(
                @JsonProperty("heading") @JsonAlias("title") String text,
                @JsonIgnore @Nullable String secret) {}

        @Test
        void is_what_is_ignored_and_aliases_are_read() {
            assertThat(JsonType.of(Aliased.class).read("{\"title\":\"a\"}")).isEqualTo(new Aliased("a", null));
        }
    }
}
