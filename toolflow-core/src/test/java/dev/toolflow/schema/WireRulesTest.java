package dev.toolflow.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireRulesTest {
    record Brief(String product, List<String> audience) {}

    private static JsonReadException failure(Class<?> type, String json) {
        return catchThrowableOfType(
                JsonReadException.class, () -> JsonType.of(type).read(json));
    }

    @Nested
    class When_a_scalar_is_nearly_right {
        record Scalars(
                double ratio,
                @Nullable Float part,
                boolean done,
                char letter,
                Instant at,
                LocalDate day,
                Duration length) {}

        private static final String SCALARS = "{\"ratio\":1,\"part\":0.5,\"done\":true,\"letter\":\"a\","
                + "\"at\":\"2026-11-21T10:00:00Z\",\"day\":\"2026-11-21\",\"length\":\"PT1H\"}";

        @Test
        void it_is_read_when_it_is_right() {
            assertThat(JsonType.of(Scalars.class).read(SCALARS))
                    .isEqualTo(new Scalars(
                            1,
                            0.5f,
                            true,
                            'a',
                            Instant.parse("2026-11-21T10:00:00Z"),
                            LocalDate.of(2026, 11, 21),
                            Duration.ofHours(1)));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '~',
                quoteCharacter = '`',
                value = {
                    "\"ratio\":1~\"ratio\":\"NaN\"~ratio: expected a number, found text",
                    "\"ratio\":1~\"ratio\":\"1\"~ratio: expected a number, found text",
                    "\"ratio\":1~\"ratio\":1e999~ratio: is a number out of range",
                    "\"ratio\":1~\"ratio\":null~ratio: must not be null",
                    "\"part\":0.5~\"part\":1e99~part: is a number out of range",
                    "\"done\":true~\"done\":1~done: expected true or false, found an integer",
                    "\"done\":true~\"done\":\"true\"~done: expected true or false, found text",
                    "\"letter\":\"a\"~\"letter\":97~letter: expected text, found an integer",
                    "\"letter\":\"a\"~\"letter\":\"ab\"~letter: is not a valid char",
                    "\"2026-11-21T10:00:00Z\"~1~at: expected text, found an integer",
                    "\"2026-11-21\"~[2026,11,21]~day: expected text, found an array",
                    "\"PT1H\"~\"1 hour\"~length: is not a valid Duration",
                    "\"PT1H\"~3600~length: expected text, found an integer"
                })
        void it_is_refused(String part, String wrong, String message) {
            assertThat(SCALARS).contains(part);
            assertThat(failure(Scalars.class, SCALARS.replace(part, wrong)))
                    .hasMessage(message)
                    .hasNoCause();
        }
    }

    @Nested
    class When_a_constructor_refuses_the_values {
        record Hue(int degrees) {
            Hue {
                if (degrees > 360) {
                    throw new IllegalArgumentException("no such hue: " + degrees);
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
                    "{\"kind\":\"dev.toolflow.schema.Samples$Circle\"}~value: 'kind' is unknown; expected one of"
                            + " circle, oval, box, nothing",
                    "[]~value: expected an object, found an array",
                    "\"circle\"~value: expected an object, found text",
                    "null~value: must not be null",
                    "{\"kind\":\"box\",\"side\":1,\"inside\":[{\"kind\":\"circle\"}]}~value.inside[0].radius: is"
                            + " missing"
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
    class A_class_name_in_JSON {
        record Holder(
                @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Object value) {}

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
}
