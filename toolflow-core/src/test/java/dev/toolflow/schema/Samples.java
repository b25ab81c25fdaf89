package dev.toolflow.schema;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonTypeName;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The family of types that the schema's tests share. */
final class Samples {
    private Samples() {}

    record Palette(@Size(min = 3, max = 8) List<@Pattern(regexp = "#[0-9A-F]{6}") String> colors, String rationale) {}

    enum Mood {
        CALM,
        @JsonProperty("very-loud")
        LOUD
    }

    @JsonClassDescription("A colour with a name")
    record Swatch(
            @Pattern(regexp = "#[0-9A-F]{6}") String hex,

            @JsonPropertyDescription("How a person calls it")
            String name) {}

    @JsonPropertyOrder({"title", "mood"})
    record Theme(
            @JsonPropertyDescription("The leading colour") Swatch primary,
            Swatch accent,
            Mood mood,

            @NotBlank @Size(max = 40) @JsonProperty("title") @JsonAlias("heading")
            String name,

            @Min(0) @Max(100) int score,

            @DecimalMin(value = "0.5", inclusive = false) @DecimalMax("2.5")
            BigDecimal ratio,

            @Positive Long views,
            @NotEmpty Map<String, @Min(1) Integer> weights,
            Optional<@Min(1) Integer> limit,
            @Nullable Swatch spare,
            @Nullable Mood second,
            @Nullable String note,
            List<List<@Min(1) Integer>> grid,
            List<@Nullable String> gaps,
            OptionalInt count,
            Instant at,
            LocalDate day,
            LocalDateTime local,
            Duration length,
            UUID id,
            @JsonIgnore String secret) {}

    sealed interface Shape permits Round, Square, Nothing {}

    sealed interface Round extends Shape permits Circle, Oval {}

    record Circle(double radius) implements Round {}

    record Oval(double width, double height) implements Round {}

    @JsonTypeName("box")
    record Square(double side, List<Shape> inside) implements Shape {}

    record Nothing() implements Shape {}

    record Drawing(
            String title,
            Shape main,
            List<Shape> others,
            Map<String, Shape> named,
            @Nullable Circle sun) {}

    record Node(String name, List<Node> children, @Nullable Node next) {}

    record Pair<A, B>(A first, B second) {}

    record Pairs(Pair<String, Integer> one, Pair<Mood, List<Swatch>> other) {}

    enum Shade {
        LIGHT {
            @Override
            int percent() {
                return 20;
            }
        },
        DARK {
            @Override
            int percent() {
                return 80;
            }
        };

        abstract int percent();
    }

    record Shades(Shade one, Set<Shade> all, Map<Shade, Shade> pairs) {}

    record Everything(
            byte b,
            short s,
            int i,
            long l,
            float f,
            double d,
            boolean z,
            char c,
            Byte bb,
            Short ss,
            Integer ii,
            Long ll,
            Float ff,
            Double dd,
            Boolean zz,
            Character cc,
            BigInteger big,
            BigDecimal exact,
            URI link,
            UUID id,
            Instant at,
            OffsetDateTime offset,
            LocalDate day,
            LocalTime time,
            LocalDateTime local,
            Duration length,
            OptionalInt oi,
            OptionalLong ol,
            OptionalDouble od,
            Optional<Mood> mood,
            Optional<List<String>> lines,
            int[] ints,
            String[] texts,
            Swatch[] swatches,
            Set<Mood> moods,
            List<Set<String>> nested,
            Map<Mood, Integer> byMood,
            EnumMap<Mood, String> enumMap,
            SortedMap<Integer, Boolean> sorted,
            Map<UUID, List<Optional<String>>> deep) {}
}
