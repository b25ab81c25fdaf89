package dev.toolflow.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritingTest {
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

        record Ratio(double wide, Float tall, List<Double> all, OptionalDouble extra) {}

        @ParameterizedTest
        @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
        void is_refused_with_the_type_when_a_number_is_not_finite_since_JSON_has_none(double number) {
            OptionalDouble none = OptionalDouble.empty();
            Stream.of(
                            new Ratio(number, 1f, List.of(), none),
                            new Ratio(1, (float) number, List.of(), none),
                            new Ratio(1, 1f, List.of(1.0, number), none),
                            new Ratio(1, 1f, List.of(), OptionalDouble.of(number)))
                    .forEach(ratio -> {
                        JsonType<Ratio> type = JsonType.of(Ratio.class);
                        assertThatThrownBy(() -> type.write(ratio))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageStartingWith(Ratio.class.getName() + " cannot be written as JSON")
                                .hasRootCauseMessage("a number is not finite");
                        assertThatThrownBy(() -> type.tree(ratio)).isInstanceOf(IllegalArgumentException.class);
                    });
        }

        @Test
        void of_a_plain_type_has_numbers_that_are_not_finite_as_texts_which_it_reads_again() {
            JsonType<Ratio> type = JsonType.plain(Ratio.class);
            Ratio ratio = new Ratio(Double.NaN, 1f, List.of(Double.NEGATIVE_INFINITY), OptionalDouble.empty());
            assertThat(type.read(type.write(ratio))).isEqualTo(ratio);
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
