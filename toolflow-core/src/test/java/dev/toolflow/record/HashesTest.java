package dev.toolflow.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HashesTest {
    record Swatch(String hex, @Nullable String name) {}

    record Palette(String title, List<Swatch> colors, Map<String, Integer> weights) {}

    record SameSwatch(@Nullable String name, String hex) {}

    record SamePalette(
            Map<String, Integer> weights,
            @JsonPropertyDescription("What it is called") String title,
            @JsonProperty("colors") List<SameSwatch> swatches) {}

    private static String chat(Class<?> type) {
        return Hashes.outputHash(
                ChatStepDefinition.named("t", String.class, type).build());
    }

    private static String local(Class<?> type) {
        return Hashes.outputHash(KeptSamples.making(type));
    }

    @Nested
    class The_hash_of_an_output_type {
        record Renamed(String heading, List<Swatch> colors, Map<String, Integer> weights) {}

        record Retyped(String title, List<Swatch> colors, Map<String, Long> weights) {}

        record More(
                String title,
                List<Swatch> colors,
                Map<String, Integer> weights,
                @Nullable String note) {}

        record Deeper(String title, List<NoName> colors, Map<String, Integer> weights) {}

        record NoName(String hex) {}

        @Test
        void is_the_same_in_every_process() {
            assertThat(chat(Palette.class))
                    .isEqualTo("054e2afc302942253e801ce548119c2d77939b8e91ffa14ad5ac911a52a6f43e");
            assertThat(local(Palette.class))
                    .isEqualTo("0a20083031ece6f7e598feeb27dc1918cdda1955c47f7e5c90e47cbe7cae99ca");
            assertThat(Hashes.outputHash(ImageGenerationStepDefinition.create()))
                    .isEqualTo("d06373711b435be91be01520a2d5bb3d716166ca082b9844445ea5167062f46f");
        }

        @Test
        void does_not_depend_on_the_order_of_components_nor_the_names_of_classes_nor_descriptions() {
            assertThat(local(SamePalette.class)).isEqualTo(local(Palette.class));
            assertThat(chat(SamePalette.class)).isEqualTo(chat(Palette.class));
        }

        @Test
        void changes_with_names_types_and_components_however_deep() {
            assertThat(List.of(
                            local(Palette.class),
                            local(Renamed.class),
                            local(Retyped.class),
                            local(More.class),
                            local(Deeper.class)))
                    .doesNotHaveDuplicates();
            assertThat(List.of(chat(Palette.class), chat(Renamed.class), chat(More.class), chat(Deeper.class)))
                    .doesNotHaveDuplicates();
        }

        @Test
        void changes_with_constraints_that_a_model_is_told() {
            record One(@Size(max = 1) List<String> all) {}
            record Two(@Size(max = 2) List<String> all) {}
            assertThat(chat(One.class)).isNotEqualTo(chat(Two.class));
        }

        @Test
        void changes_when_a_component_becomes_one_that_may_be_absent() {
            record Must(String all) {}
            record May(Optional<String> all) {}
            record Null(@Nullable String all) {}
            assertThat(List.of(local(Must.class), local(May.class), local(Null.class)))
                    .doesNotHaveDuplicates();
        }

        @Test
        void changes_with_a_component_that_is_called_description() {
            record Without(String title) {}
            record With(String title, String description) {}
            assertThat(chat(With.class)).isNotEqualTo(chat(Without.class));
        }

        @Test
        void follows_types_that_hold_themselves() {
            assertThat(local(Tree.class)).isEqualTo(local(Bush.class)).isNotEqualTo(local(Chain.class));
            assertThat(chat(Tree.class)).isEqualTo(chat(Bush.class)).isNotEqualTo(chat(Chain.class));
        }

        @Test
        void changes_with_the_members_of_a_family_and_the_constants_of_an_enum() {
            assertThat(local(One.class)).isEqualTo(local(SameOne.class)).isNotEqualTo(local(Two.class));
            assertThat(local(Mood.class)).isNotEqualTo(local(Moods.class));
        }
    }

    record Tree(String name, List<Tree> children, Instant at, BigDecimal weight) {}

    record Bush(String name, List<Bush> children, Instant at, BigDecimal weight) {}

    record Chain(String name, @Nullable Chain children, Instant at, BigDecimal weight) {}

    enum Mood {
        CALM
    }

    enum Moods {
        CALM,
        LOUD
    }

    sealed interface One {
        record Dot(int x) implements One {}
    }

    sealed interface SameOne {
        @JsonTypeName("dot")
        record Point(int x) implements SameOne {}
    }

    sealed interface Two {
        record Dot(int x) implements Two {}

        record Line(int x) implements Two {}
    }

    @Test
    void the_hash_of_an_input_is_that_of_its_text() {
        assertThat(Hashes.inputHash("{}"))
                .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        assertThat(Hashes.inputHash("{\"text\":\"é\"}")).isNotEqualTo(Hashes.inputHash("{\"text\":\"e\"}"));
    }
}
