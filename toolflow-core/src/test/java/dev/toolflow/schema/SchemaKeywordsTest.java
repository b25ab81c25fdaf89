package dev.toolflow.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.Constraint;
import jakarta.validation.OverridesAttribute;
import jakarta.validation.Payload;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaKeywordsTest {
    @Nested
    class Constraints {
        @Pattern(regexp = "[a-z]+")
        @Constraint(validatedBy = {})
        @Retention(RetentionPolicy.RUNTIME)
        @interface Slug {
            String message() default "slug";

            Class<?>[] groups() default {};

            Class<? extends Payload>[] payload() default {};
        }

        @Min(0)
        @Constraint(validatedBy = {})
        @Retention(RetentionPolicy.RUNTIME)
        @interface AtLeast {
            @OverridesAttribute(constraint = Min.class, name = "value")
            long value();

            String message() default "at least";

            Class<?>[] groups() default {};

            Class<? extends Payload>[] payload() default {};
        }

        interface Later {}

        record Composed(
                @Slug String slug,
                @AtLeast(-5) int floor,
                @Positive(groups = Later.class) int later) {}

        record Contact(
                @Email String mail,
                @Size(min = 2, max = 9) String name,
                @NotNull String note) {}

        record Nestings(Optional<List<@Size(max = 2) List<@Pattern(regexp = "a|b") String>>> deep) {}

        @Test
        void composed_of_others_count_unless_they_override_attributes() throws IOException {
            JsonNode properties = StrictSchemaTest.schema(Composed.class).get("properties");
            assertThat(properties.get("slug")).hasToString("{\"type\":\"string\",\"pattern\":\"^(?:[a-z]+)$\"}");
            assertThat(properties.get("floor")).hasToString("{\"type\":\"integer\"}");
        }

        @Test
        void of_another_group_stay_out() throws IOException {
            assertThat(StrictSchemaTest.schema(Composed.class).at("/properties/later"))
                    .hasToString("{\"type\":\"integer\"}");
        }

        @Test
        void on_the_length_of_text_stay_local_and_those_on_null_change_nothing() throws IOException {
            JsonNode properties = StrictSchemaTest.schema(Contact.class).get("properties");
            assertThat(properties.get("mail")).hasToString("{\"type\":\"string\",\"format\":\"email\"}");
            assertThat(properties.get("name")).hasToString("{\"type\":\"string\"}");
            assertThat(properties.get("note")).hasToString("{\"type\":\"string\"}");
        }

        @Test
        void reach_type_arguments_at_any_depth() throws IOException {
            assertThat(StrictSchemaTest.schema(Nestings.class).at("/properties/deep/anyOf/0/items"))
                    .hasToString("{\"type\":\"array\",\"maxItems\":2,\"items\":"
                            + "{\"type\":\"string\",\"pattern\":\"^(?:a|b)$\"}}");
        }
    }

    @Nested
    class A_pattern {
        @ParameterizedTest
        @CsvSource(
                delimiter = ' ',
                value = {
                    "#[0-9A-F]{6} ^(?:#[0-9A-F]{6})$",
                    "a|b ^(?:a|b)$",
                    "\\w+\\.\\d{2,}? ^(?:\\w+\\.\\d{2,}?)$",
                    "[^\\]\\-x]*\\#} ^(?:[^\\]\\-x]*#\\})$",
                    "(?<year>\\d{4})-(?:0|1) ^(?:(\\d{4})-(?:0|1))$",
                    "\\u00e4\\x41\\bx ^(?:\\u00e4\\x41\\bx)$",
                    "[a-f\\d_.]+] ^(?:[a-f\\d_.]+\\])$",
                    "[\\w-.]+ ^(?:[\\w\\-.]+)$",
                    "[.-\\d] ^(?:[.\\-\\d])$",
                    "[a-c-\\W-] ^(?:[a-c\\-\\W\\-])$"
                })
        void is_anchored_and_told_in_ecma_syntax(String java, String ecma) {
            assertThat(EcmaPattern.of(java)).contains(ecma);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a++",
                    "a*+",
                    "a?+",
                    "a{2}+",
                    "(?>a)",
                    "(?i)a",
                    "(?i:a)",
                    "(?=a)b",
                    "(?!a)b",
                    "(?<=a)b",
                    "(?<!a)b",
                    "\\Aa",
                    "a\\z",
                    "a\\Z",
                    "\\Ga",
                    "\\Qa.b\\E",
                    "\\p{Lu}",
                    "\\P{IsGreek}",
                    "\\R",
                    "\\h",
                    "\\v",
                    "\\X",
                    "(a)\\1",
                    "(?<n>a)\\k<n>",
                    "[a-z&&[^b]]",
                    "[a[bc]]",
                    "[[:alpha:]]",
                    "[]a]",
                    "\\x{1F375}",
                    "\\07",
                    "\\a",
                    "\\e",
                    "\\N{LATIN SMALL LETTER A}",
                    "\\b{g}",
                    "[a",
                    "a{2",
                    "a\\"
                })
        void stays_local_where_ecma_or_openai_has_no_such_syntax(String java) {
            assertThat(EcmaPattern.of(java)).isEmpty();
        }

        record Flagged(
                @Pattern(regexp = "a+", flags = Pattern.Flag.CASE_INSENSITIVE)
                String loose) {}

        @Test
        void with_flags_stays_local() throws IOException {
            assertThat(StrictSchemaTest.schema(Flagged.class).at("/properties/loose"))
                    .hasToString("{\"type\":\"string\"}");
        }
    }

    @Nested
    class A_description {
        record Swatch(String hex) {}

        record Tree(
                String name,

                @JsonPropertyDescription("the branches") @Nullable
                Tree left,

                Set<Tree> others) {}

        record Room(
                @JsonPropertyDescription("the walls") Swatch walls,

                @JsonPropertyDescription("the floor") @Nullable
                Swatch floor,

                Swatch door) {}

        @Test
        void of_a_property_goes_into_a_copy_because_nothing_may_stand_beside_a_reference() throws IOException {
            JsonNode properties = StrictSchemaTest.schema(Room.class).get("properties");
            assertThat(properties.get("walls").get("description").asText()).isEqualTo("the walls");
            assertThat(properties.get("walls").get("type").asText()).isEqualTo("object");
            assertThat(properties.get("floor").get("description").asText()).isEqualTo("the floor");
            assertThat(StrictWalker.breaches(StrictSchemaTest.schema(Room.class)))
                    .isEmpty();
        }

        @Test
        void of_a_recursive_property_stays_within_the_rules() throws IOException {
            assertThat(StrictWalker.breaches(StrictSchemaTest.schema(Tree.class)))
                    .isEmpty();
            assertThat(StrictSchemaTest.schema(Tree.class)
                            .at("/properties/others/items/$ref")
                            .asText())
                    .isEqualTo("#");
        }
    }
}
