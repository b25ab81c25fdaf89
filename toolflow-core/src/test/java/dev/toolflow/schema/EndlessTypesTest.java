package dev.toolflow.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("rawtypes")
class EndlessTypesTest {
    record Page<T>(List<T> items, @Nullable Page<T> next) {}

    record RawPage(Page page) {}

    record RawPages(Map<String, Optional<Page[]>> pages) {}

    record NamedPage(Page<String> page, @Nullable Page<Integer> other) {}

    record WildPage(Page<? extends Samples.Swatch> page) {}

    sealed interface Either<T> permits Left, Right {}

    record Left<T>(T value) implements Either<T> {}

    record Right<T>(String value) implements Either<T> {}

    record RawEither(Either either) {}

    record NamedEither(Either<String> either) {}

    sealed interface Told<T> permits Text, Count {}

    record Text(String value) implements Told<String> {}

    record Count(int value) implements Told<Integer> {}

    record RawTold(Told told) {}

    record OddTold(Told<String> told) {}

    record Weird<T>(T value, @Nullable Weird<List<T>> next) {}

    record HasWeird(Weird<String> weird) {}

    record There<T>(T value, @Nullable Back<Optional<T>> back) {}

    record Back<T>(There<List<T>> there) {}

    record HasThere(List<There<String>> ways) {}

    record Swap<A, B>(A a, B b, @Nullable Swap<B, A> next) {}

    record HasSwap(Swap<String, Integer> swap) {}

    record Marked<T>(String text) {}

    record RawMarked(Marked marked) {}

    record Link(String text, @Nullable Link next) {}

    record Chain(
            @JsonPropertyDescription("The first of them") @Nullable
            Link first) {}

    record Husband(String name, @Nullable Wife wife) {}

    record Wife(String name, Pair pair) {}

    record Pair(@Nullable Husband husband) {}

    record Household(@Nullable Husband first, @Nullable Husband second) {}

    sealed interface Term permits Sum {}

    record Sum(int value, @Nullable Rest rest) implements Term {}

    record Rest(@Nullable Term term) {}

    record HasRest(@Nullable Rest rest) {}

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(Page.class, "Page: " + Page.class.getName() + " is generic: name its type; "),
                Arguments.of(RawPage.class, "RawPage.page: " + Page.class.getName() + " is generic: name its type; "),
                Arguments.of(
                        RawPages.class,
                        "RawPages.pages[].value[]: " + Page.class.getName() + " is generic: name its type; "),
                Arguments.of(Swap.class, "Swap: " + Swap.class.getName() + " is generic: name its type; "),
                Arguments.of(Either.class, "Either.value: " + Either.class.getName() + " is generic: name its type; "),
                Arguments.of(
                        RawEither.class,
                        "RawEither.either: " + Either.class.getName() + " is generic: name its type; "),
                Arguments.of(
                        HasWeird.class,
                        "HasWeird.weird.next: " + Weird.class.getName() + " has itself with another type each time, "),
                Arguments.of(
                        HasThere.class,
                        "HasThere.ways[].back.there: " + There.class.getName()
                                + " has itself with another type each time, "));
    }

    @Nested
    class A_type_that_is_not_named_or_goes_on_for_ever {
        @ParameterizedTest
        @MethodSource("dev.toolflow.schema.EndlessTypesTest#refused")
        void is_refused_with_its_path_and_the_remedy(Class<?> type, String message) {
            assertThatThrownBy(() -> JsonType.of(type))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageStartingWith(message);
        }

        @Test
        void is_refused_where_the_generator_finds_it_out() {
            assertThatThrownBy(() -> JsonType.of(OddTold.class))
                    .isInstanceOf(SchemaException.class)
                    .hasMessage(
                            "OddTold: its schema cannot be made, see the cause; use records whose types are all named")
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class A_type_that_is_known {
        @ParameterizedTest
        @ValueSource(
                classes = {
                    NamedPage.class,
                    WildPage.class,
                    NamedEither.class,
                    RawTold.class,
                    HasSwap.class,
                    RawMarked.class,
                    Chain.class,
                    Household.class,
                    HasRest.class
                })
        void is_strict(Class<?> type) throws IOException {
            assertThat(StrictWalker.breaches(StrictSchemaTest.schema(type))).isEmpty();
        }

        @Test
        void may_have_itself_in_what_may_be_null_only() throws IOException {
            assertThat(StrictSchemaTest.schema(Chain.class).at("/properties/first"))
                    .hasToString("{\"description\":\"The first of them\","
                            + "\"anyOf\":[{\"$ref\":\"#/$defs/Link\"},{\"type\":\"null\"}]}");
            JsonType<Chain> type = JsonType.of(Chain.class);
            Chain chain = new Chain(new Link("a", new Link("b", null)));
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(type.schema(), InputFormat.JSON)
                            .validate(type.write(chain), InputFormat.JSON))
                    .isEmpty();
            assertThat(type.read(type.write(chain))).isEqualTo(chain);
        }
    }
}
