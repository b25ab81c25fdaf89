package dev.toolflow.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedTypesTest {
    record Meta(Object extra) {}

    record Palette(String name, Meta meta) {}

    record Tree(List<Map<String, JsonNode>> nodes) {}

    record RawMap(@SuppressWarnings("rawtypes") Map map) {}

    record RawList(@SuppressWarnings("rawtypes") List list) {}

    record Key(String a) {}

    record OddKey(Map<Key, String> map) {}

    record NullableValue(Map<String, @Nullable String> map) {}

    record OddMap(ConcurrentHashMap<String, String> map) {}

    record OddList(MyList list) {}

    static final class MyList extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;
    }

    record Stream_(InputStream in) {}

    record Bytes(byte[] bytes) {}

    record Old(Date date) {}

    interface Open {}

    record HasOpen(Open open) {}

    record HasNumber(List<Number> numbers) {}

    record Generic<T>(T value) {}

    record Bean_(Bean bean) {}

    static final class Bean {
        public String name = "";
    }

    sealed interface Mixed permits Fine, Free {}

    record Fine() implements Mixed {}

    non-sealed interface Free extends Mixed {}

    record HasMixed(Mixed mixed) {}

    sealed interface Kinds permits Kinds.A, Kinds.B {
        record A(String kind) implements Kinds {}

        record B() implements Kinds {}
    }

    sealed interface Twins permits Twins.One.Twin, Twins.Two.Twin {
        interface One {
            record Twin() implements Twins {}
        }

        interface Two {
            record Twin() implements Twins {}
        }
    }

    record Formatted(@JsonFormat(pattern = "yyyy") java.time.LocalDate day) {}

    record Unwrapped(@JsonUnwrapped Key key) {}

    record Valued(@JsonValue String text) {}

    record ReadOnly(
            @JsonProperty(access = JsonProperty.Access.READ_ONLY)
            String text,

            String other) {}

    record IgnoredInt(@JsonIgnore int count, String name) {}

    enum Numbered {
        ONE;

        @JsonValue
        int number() {
            return 1;
        }
    }

    record HasNumbered(Numbered numbered) {}

    record Perhaps(List<Optional<Optional<String>>> words) {}

    record PerhapsANumber(Optional<OptionalInt> number) {}

    record L1(L2 l) {}

    record L2(L3 l) {}

    record L3(L4 l) {}

    record L4(L5 l) {}

    record L5(L6 l) {}

    record L6(L7 l) {}

    record L7(L8 l) {}

    record L8(L9 l) {}

    record L9(List<L10> l) {}

    record L10(L11 l) {}

    record L11(String end) {}

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        Palette.class,
                        "Palette.meta.extra: java.lang.Object has no fixed shape; use a record, an enum"
                                + " or a Map<String, …> with a typed value"),
                Arguments.of(
                        Tree.class, "Tree.nodes[][].value: com.fasterxml.jackson.databind.JsonNode has no fixed shape"),
                Arguments.of(RawMap.class, "RawMap.map"),
                Arguments.of(RawList.class, "RawList.list[]: java.lang.Object has no fixed shape"),
                Arguments.of(OddKey.class, "OddKey.map: a map's key of type dev.toolflow.schema.RefusedTypesTest$Key"),
                Arguments.of(NullableValue.class, "NullableValue.map: a map with @Nullable keys or values"),
                Arguments.of(OddMap.class, "OddMap.map: java.util.concurrent.ConcurrentHashMap cannot be filled"),
                Arguments.of(
                        OddList.class, "OddList.list: dev.toolflow.schema.RefusedTypesTest$MyList cannot be filled"),
                Arguments.of(Stream_.class, "Stream_.in: java.io.InputStream has no strict JSON form"),
                Arguments.of(Bytes.class, "Bytes.bytes: byte[] has no strict JSON form"),
                Arguments.of(
                        Old.class, "Old.date: java.util.Date has no strict JSON form; use text, a number, a java.time"),
                Arguments.of(
                        HasOpen.class,
                        "HasOpen.open: dev.toolflow.schema.RefusedTypesTest$Open is open to any subtype"),
                Arguments.of(HasNumber.class, "HasNumber.numbers[]: java.lang.Number has no strict JSON form"),
                Arguments.of(
                        Generic.class,
                        "Generic: dev.toolflow.schema.RefusedTypesTest$Generic is generic: name its type"),
                Arguments.of(
                        Bean_.class,
                        "Bean_.bean: dev.toolflow.schema.RefusedTypesTest$Bean is a class, whose properties"),
                Arguments.of(HasMixed.class, "HasMixed.mixed: dev.toolflow.schema.RefusedTypesTest$Mixed permits"),
                Arguments.of(
                        Kinds.class, "Kinds.value: dev.toolflow.schema.RefusedTypesTest$Kinds$A has a property 'kind'"),
                Arguments.of(
                        Twins.class,
                        "Twins.value: dev.toolflow.schema.RefusedTypesTest$Twins has two records of one kind"),
                Arguments.of(
                        Formatted.class, "Formatted: dev.toolflow.schema.RefusedTypesTest$Formatted has annotations"),
                Arguments.of(
                        Unwrapped.class, "Unwrapped: dev.toolflow.schema.RefusedTypesTest$Unwrapped has annotations"),
                Arguments.of(Valued.class, "Valued: dev.toolflow.schema.RefusedTypesTest$Valued has annotations"),
                Arguments.of(ReadOnly.class, "ReadOnly: dev.toolflow.schema.RefusedTypesTest$ReadOnly has annotations"),
                Arguments.of(
                        IgnoredInt.class,
                        "IgnoredInt: dev.toolflow.schema.RefusedTypesTest$IgnoredInt ignores a primitive"),
                Arguments.of(
                        HasNumbered.class,
                        "HasNumbered.numbered: dev.toolflow.schema.RefusedTypesTest$Numbered is not"),
                Arguments.of(
                        Perhaps.class,
                        "Perhaps.words[]: Optional<Optional<String>> is empty in two ways, and JSON has one null for"
                                + " both; use Optional<String>"),
                Arguments.of(PerhapsANumber.class, "PerhapsANumber.number: Optional<OptionalInt> is empty in two ways"),
                Arguments.of(L1.class, "L1.l.l.l.l.l.l.l.l.l[].l: nested deeper than 10 objects; flatten the type"),
                Arguments.of(Object.class, "Object.value: java.lang.Object has no fixed shape"),
                Arguments.of(HashMap.class, "HashMap.value"));
    }

    @Nested
    class When_a_part_of_the_type_cannot_be_strict {
        @ParameterizedTest
        @MethodSource("dev.toolflow.schema.RefusedTypesTest#refused")
        void the_message_names_the_path_the_type_and_the_remedy(Class<?> type, String message) {
            assertThatThrownBy(() -> JsonType.of(type))
                    .isInstanceOf(SchemaException.class)
                    .hasMessageStartingWith(message)
                    .hasMessageContaining("; ");
        }

        @Test
        void it_can_still_be_a_plain_type() {
            Palette palette = new Palette("tea", new Meta(List.of(1, 2)));
            JsonType<Palette> plain = JsonType.plain(Palette.class);
            assertThat(plain.read(plain.write(palette))).isEqualTo(palette);
            assertThatIllegalStateException().isThrownBy(plain::schema).withMessageContaining("use JsonType.of");
        }
    }

    @Nested
    class When_a_type_at_the_limit_is_rendered {
        @Test
        void ten_levels_pass() {
            assertThat(JsonType.of(L2.class).schema()).contains("\"end\"");
        }
    }
}
