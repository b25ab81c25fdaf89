package dev.toolflow.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepResult;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputsTest {
    private static final GeneratedImage IMAGE =
            new GeneratedImage("ab".repeat(32), "image/png", 16, 9, 123, "a cat, \"revised\" \uD800");

    enum Mood {
        CALM,
        @JsonProperty("very-loud")
        LOUD
    }

    record Texts(String text, @Nullable String none, Optional<String> maybe, List<@Nullable String> gaps) {}

    record Numbers(
            BigDecimal exact,
            BigInteger big,
            double fraction,
            float small,
            long whole,
            @Nullable Long boxed) {}

    record Times(Instant at, OffsetDateTime offset, LocalDate day, Duration length, UUID id, OptionalInt count) {}

    record Maps(Map<String, Integer> byText, EnumMap<Mood, List<Optional<String>>> byMood, Set<Mood> moods) {}

    record Pair<A, B>(A first, B second) {}

    record Pairs(Pair<String, Pair<Mood, BigDecimal>> nested, Pair<Integer, List<Pair<Mood, Integer>>> list) {}

    record Node(String name, @Nullable Node next) {}

    record Nothing() {}

    record Source(ImageSource picture) {}

    record Named(
            @JsonProperty("@class") String type,
            @JsonProperty("v") int version) {}

    record Pictures(GeneratedImage first, List<GeneratedImage> others, Optional<GeneratedImage> last) {}

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Group(List<Shape> inside, @Nullable Shape around) implements Shape {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    record Tagged(String name) {}

    static Stream<Object> values() {
        EnumMap<Mood, List<Optional<String>>> moods = new EnumMap<>(Mood.class);
        moods.put(Mood.LOUD, List.of(Optional.of("x"), Optional.empty()));
        return Stream.of(
                new Texts("", null, Optional.empty(), List.of()),
                new Texts("\"\\/\b\f\n\r\t\u0000\u2028", "null", Optional.of(""), Arrays.asList(null, "a", null)),
                new Texts(
                        "a\uD800",
                        "\uDC00b",
                        Optional.of("\uD83C\uDF75"),
                        List.of("{\"@class\":\"java.lang.Runtime\"}")),
                new Numbers(new BigDecimal("1.500"), BigInteger.TWO.pow(300), -0.0, 0.1f, Long.MIN_VALUE, null),
                new Numbers(new BigDecimal("1E+30"), BigInteger.ZERO, Double.MIN_VALUE, Float.MAX_VALUE, 0, 7L),
                new Numbers(BigDecimal.ZERO, BigInteger.ONE.negate(), Double.NaN, Float.NEGATIVE_INFINITY, -1, 0L),
                new Times(
                        Instant.parse("1969-12-31T23:59:59.000000001Z"),
                        OffsetDateTime.parse("2026-11-26T06:18:30.5+05:30"),
                        LocalDate.of(2026, 2, 28),
                        Duration.ofNanos(-1),
                        new UUID(1, -2),
                        OptionalInt.empty()),
                new Maps(Map.of("z", 1, "", 2), moods, Set.of(Mood.CALM)),
                new Pairs(
                        new Pair<>("a", new Pair<>(Mood.LOUD, new BigDecimal("0.10"))),
                        new Pair<>(1, List.of(new Pair<>(Mood.CALM, 2)))),
                new Node("root", new Node("leaf", null)),
                new Nothing(),
                new Named("java.lang.ProcessBuilder", 99),
                new Pictures(IMAGE, List.of(IMAGE.withRevisedPrompt(null)), Optional.of(IMAGE)),
                new Group(List.of(new Circle(2), new Group(List.of(), null)), new Circle(-0.0)),
                new Tagged("x"),
                Mood.LOUD,
                "a text with a half \uD800",
                true,
                42L,
                new BigDecimal("10.00"),
                IMAGE);
    }

    @ParameterizedTest
    @MethodSource("values")
    void are_read_back_equal(Object value) {
        assertThat(roundTrip(value)).isEqualTo(value);
    }

    @Test
    void of_a_sealed_family_are_read_back_by_their_kind() {
        Shape shape = new Group(List.of(new Circle(1)), null);
        StepResult<Shape> result =
                KeptSamples.completed(KeptSamples.making(Shape.class), List.of(KeptSamples.accepted(1, shape)));
        assertThat(KeptSamples.again(result, KeptSamples.making(Shape.class)).output())
                .contains(shape);
    }

    @Test
    void of_image_steps_are_the_references_of_their_pictures() {
        ImageGenerationStepDefinition drawing = ImageGenerationStepDefinition.create();
        ImageGenerationOutput pictures = new ImageGenerationOutput(List.of(IMAGE, IMAGE.withRevisedPrompt(null)));
        StepResult<ImageGenerationOutput> result =
                KeptSamples.completed(drawing, List.of(KeptSamples.accepted(1, pictures)));
        assertThat(KeptSamples.again(result, drawing).output()).contains(pictures);
    }

    @Test
    void as_long_as_a_chat_reply_can_be_are_kept_and_longer_ones_refused() {
        String longest = "x".repeat(16 << 20);
        assertThat(roundTrip(longest)).isEqualTo(longest);

        String tooLong = "x".repeat(Document.LONGEST_TEXT);
        assertThatThrownBy(() -> roundTrip(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("step 'brand/palette[3]': an output has 20000002 characters of JSON");
    }

    @Test
    void as_deep_as_any_that_a_model_can_answer_are_kept() {
        Node deep = new Node("0", null);
        for (int level = 1; level < 250; level++) {
            deep = new Node("" + level, deep);
        }
        assertThat(roundTrip(deep)).isEqualTo(deep);
    }

    @ParameterizedTest
    @ValueSource(classes = {Object.class, List.class, ArrayList.class, Pair.class, Number.class, Runnable.class})
    void of_a_type_that_says_nothing_of_its_parts_cannot_be_kept(Class<?> type) {
        assertThat(StepJson.canKeep(KeptSamples.making(type))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Texts.class,
                Numbers.class,
                Times.class,
                Maps.class,
                Pairs.class,
                Node.class,
                Nothing.class,
                Pictures.class,
                Shape.class,
                Mood.class,
                String.class,
                int.class,
                ImageGenerationOutput.class
            })
    void of_a_type_that_says_what_they_are_can_be_kept(Class<?> type) {
        assertThat(StepJson.canKeep(KeptSamples.making(type))).isTrue();
    }

    @Test
    void that_could_not_be_read_back_are_refused_before_they_are_written() {
        StepResult<Object> result = KeptSamples.completed(
                KeptSamples.making(Object.class), List.of(KeptSamples.accepted(1, (Object) "anything")));
        assertThatThrownBy(() -> KeptSamples.json().write(result, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("step 'brand/palette[3]'")
                .hasMessageContaining("declare a record");
    }

    @Test
    void with_a_picture_given_as_a_stream_are_refused_before_they_are_written() {
        ImageSource stream = ImageSource.of("logo", InputStream::nullInputStream);
        assertThatThrownBy(() -> roundTrip(new Source(stream)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("step 'brand/palette[3]': its output has a picture given as a stream");
        Source stored = new Source(ImageSource.of(IMAGE));
        assertThat(roundTrip(stored)).isEqualTo(stored);
    }

    @SuppressWarnings("unchecked")
    private static <O> O roundTrip(O value) {
        Class<O> type = value instanceof Enum<?> constant
                ? (Class<O>) constant.getDeclaringClass()
                : (Class<O>) value.getClass();
        LocalStepDefinition<String, O> definition = KeptSamples.making(type);
        Attempt<O> attempt = KeptSamples.accepted(1, value);
        return KeptSamples.again(KeptSamples.completed(definition, List.of(attempt)), definition)
                .output()
                .orElseThrow();
    }
}
