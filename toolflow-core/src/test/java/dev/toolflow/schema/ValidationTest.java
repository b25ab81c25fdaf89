package dev.toolflow.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ValidationTest {
    record Brief(@NotBlank String product, @NotEmpty List<@NotBlank String> audience) {}

    private record Color(@Pattern(regexp = "#[0-9A-F]{6}") String hex) {}

    private record Kit(
            List<Color> loose,
            List<@Valid Color> cascaded,
            Map<String, Color> named,
            Optional<Color> spare,
            @JsonProperty("main_color") Color main,
            List<List<@Min(1) Integer>> grid) {}

    private record Bound(@Valid Color cover, List<@Valid Page> pages) {}

    private record Page(Color paper, @Valid Color ink, Set<@Valid Color> marks) {}

    private record Words(List<Optional<@NotBlank String>> each) {}

    private record Counted(String name) {
        static final ThreadLocal<AtomicInteger> CHECKS = new ThreadLocal<>();

        @AssertTrue
        boolean isCounted() {
            return CHECKS.get().incrementAndGet() > 0;
        }
    }

    private record Counting(
            List<@Valid Counted> list, @Valid Counted one) {}

    private interface Ink {}

    private record Mixed(@Pattern(regexp = "#[0-9A-F]{6}") String hex) implements Ink {}

    private record Wide<T>(
            Object any,
            Ink ink,
            Color[] array,
            Iterable<Color> iterable,
            List<?> wild,
            Map<String, List<Color>> lists,
            Optional<List<Color>> maybe,
            T generic,
            List<Words> inner) {}

    private record Range(int low, int high) {
        @AssertTrue(message = "low must not exceed high")
        boolean isOrdered() {
            return low <= high;
        }
    }

    private record Chain(
            @NotBlank String name, @Valid @Nullable Chain next) {
        static Chain of(int levels) {
            Chain chain = new Chain("end", null);
            for (int level = 1; level < levels; level++) {
                chain = new Chain("link", chain);
            }
            return chain;
        }
    }

    private record Loose(List<Object> inner) {
        static Loose of(int levels) {
            List<Object> inner = List.of();
            for (int level = 1; level < levels; level++) {
                inner = List.of(inner);
            }
            return new Loose(inner);
        }
    }

    record Expression(
            @Size(min = 2, message = "${1 + 1} of {min}") String text) {}

    @Nested
    class When_constraints_are_not_met {
        @Test
        void the_paths_are_clean_and_in_order() {
            assertThat(JsonType.plain(Brief.class).validate(new Brief(" ", List.of("", "a", " "))))
                    .extracting(Violation::toString)
                    .containsExactly(
                            "audience[0]: must not be blank",
                            "audience[2]: must not be blank",
                            "product: must not be blank");
        }

        @Test
        void records_inside_are_checked_with_and_without_Valid_in_the_names_of_JSON() {
            Color bad = new Color("red");
            Kit kit = new Kit(
                    List.of(bad), List.of(bad), Map.of("a", bad), Optional.of(bad), bad, List.of(List.of(1, 0)));
            assertThat(JsonType.of(Kit.class).validate(kit))
                    .extracting(Violation::path)
                    .containsExactly(
                            "cascaded[0].hex",
                            "grid[0][1]",
                            "loose[0].hex",
                            "main_color.hex",
                            "named[a].hex",
                            "spare.hex");
        }

        @Test
        void records_in_what_is_valid_by_itself_are_checked_too() {
            Color bad = new Color("red");
            Page page = new Page(bad, bad, Set.of(bad));
            assertThat(JsonType.of(Bound.class).validate(new Bound(bad, List.of(page))))
                    .extracting(Violation::path)
                    .containsExactly(
                            "cover.hex",
                            "pages[0].ink.hex",
                            "pages[0].marks[0].hex",
                            "pages[0].marks[].hex",
                            "pages[0].paper.hex");
        }

        @Test
        void a_record_that_is_valid_by_itself_is_checked_once() {
            AtomicInteger checks = new AtomicInteger();
            Counted.CHECKS.set(checks);
            JsonType.of(Counting.class).validate(new Counting(List.of(new Counted("a")), new Counted("b")));
            assertThat(checks).hasValue(2);
        }

        @Test
        void records_are_found_wherever_a_type_leaves_room_for_them() {
            Color bad = new Color("red");
            Wide<Color> wide = new Wide<>(
                    bad,
                    new Mixed("blue"),
                    new Color[] {bad},
                    List.of(bad),
                    List.of(1, bad),
                    Map.of("a", List.of(bad)),
                    Optional.of(List.of(bad)),
                    bad,
                    List.of(new Words(List.of(Optional.of(" ")))));
            assertThat(JsonType.plain(Wide.class).validate(wide))
                    .extracting(Violation::path)
                    .containsExactly(
                            "any.hex",
                            "array[0].hex",
                            "generic.hex",
                            "ink.hex",
                            "inner[0].each[0]",
                            "iterable[0].hex",
                            "lists[a][0].hex",
                            "maybe[0].hex",
                            "wild[1].hex");
        }

        @Test
        void a_value_that_is_nested_too_deep_is_refused_before_a_stack_ends() {
            assertThat(JsonType.plain(Chain.class).validate(Chain.of(256))).isEmpty();
            Violation tooDeep =
                    new Violation("", "is nested deeper than 256 levels, the limit of JSON here; make it flatter");
            assertThat(JsonType.plain(Chain.class).validate(Chain.of(257))).containsExactly(tooDeep);
            assertThat(JsonType.plain(Chain.class).validate(Chain.of(8_000))).containsExactly(tooDeep);
            assertThat(JsonType.plain(Loose.class).validate(Loose.of(8_000))).containsExactly(tooDeep);
        }

        @Test
        void messages_are_English_whatever_the_machine_speaks() {
            Locale before = Locale.getDefault();
            try {
                Locale.setDefault(Locale.GERMANY);
                assertThat(JsonType.plain(Brief.class).validate(new Brief("", List.of())))
                        .containsExactly(
                                new Violation("audience", "must not be empty"),
                                new Violation("product", "must not be blank"));
            } finally {
                Locale.setDefault(before);
            }
        }

        @Test
        void a_method_of_the_record_counts_too() {
            assertThat(JsonType.of(Range.class).validate(new Range(2, 1)))
                    .containsExactly(new Violation("ordered", "low must not exceed high"));
        }

        @Test
        void expressions_in_messages_are_not_evaluated() {
            assertThat(JsonType.of(Expression.class).validate(new Expression("")))
                    .containsExactly(new Violation("text", "${1 + 1} of 2"));
        }
    }

    @Nested
    class When_all_is_well {
        @Test
        void there_are_no_violations() {
            assertThat(JsonType.plain(Brief.class).validate(new Brief("tea", List.of("all"))))
                    .isEmpty();
            assertThat(JsonType.plain(String.class).validate("tea")).isEmpty();
            assertThat(JsonType.of(Samples.Shape.class).validate(new Samples.Circle(1)))
                    .isEmpty();
        }
    }
}
