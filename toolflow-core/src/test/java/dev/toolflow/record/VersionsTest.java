package dev.toolflow.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.StepRecord;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepDefinition;
import jakarta.validation.constraints.NotBlank;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of a kept result when the program has changed since. */
class VersionsTest {
    private static final String ID = "brand/title";

    record Title(String text) {}

    record LongTitle(@NotBlank String text, @Nullable String subtitle, BigDecimal weight) {}

    private static final StepDefinition<String, Title> THEN = chat("title", Title.class, "1");
    private static final StepDefinition<String, LongTitle> NOW = chat("title", LongTitle.class, "3");

    private static <O> ChatStepDefinition<String, O> chat(String name, Class<O> type, String version) {
        return ChatStepDefinition.named(name, String.class, type)
                .version(version)
                .build();
    }

    private static JsonNode weighted(JsonNode title, String weight) {
        return ((ObjectNode) title).put("weight", new BigDecimal(weight));
    }

    private static Upcasts upcasts(UnaryOperator<JsonNode> first) {
        return Upcasts.none()
                .with("title", "2", "3", title -> weighted(title, "1.50"))
                .with("title", "1", "2", first);
    }

    private static Kept<LongTitle> read(Upcasts upcasts, List<Attempt<Title>> attempts) {
        byte[] json = KeptSamples.json().write(KeptSamples.completed(THEN, attempts), 1, 1);
        return KeptSamples.json(upcasts).read(json, ID, StepJson.shape(THEN, ""), NOW);
    }

    private static Kept<LongTitle> read(UnaryOperator<JsonNode> first) {
        return read(upcasts(first), List.of(KeptSamples.accepted(1, new Title("tea"))));
    }

    private static void require(StepDefinition<?, ?> then, StepDefinition<?, ?> now) {
        KeptSamples.json().requireCompatible(ID, StepJson.shape(then, ""), now);
    }

    @Nested
    class Upcasts_from_one_version_to_the_next {
        @Test
        void are_applied_one_after_the_other_to_every_attempt() {
            Kept<LongTitle> kept = read(
                    upcasts(title -> ((ObjectNode) title).put("subtitle", "hot")),
                    List.of(KeptSamples.rejected(1, new Title("water")), KeptSamples.accepted(2, new Title("tea"))));
            assertThat(kept.result().attempts())
                    .extracting(attempt -> attempt.output().orElseThrow())
                    .containsExactly(
                            new LongTitle("water", "hot", new BigDecimal("1.50")),
                            new LongTitle("tea", "hot", new BigDecimal("1.50")));
        }

        @Test
        void must_make_what_the_type_is_today() {
            assertThatThrownBy(() -> read(title -> ((ObjectNode) title).put("colour", "red")))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining(
                            "step 'brand/title': the upcast of 'title' from version 1 to 3 made what is no LongTitle: unknown field 'colour'")
                    .hasMessageContaining("mend the upcast, fork the run before this step");
        }

        @Test
        void must_leave_no_null_where_the_type_has_none() {
            assertThatThrownBy(() -> read(title -> ((ObjectNode) title).putNull("text")))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining("text: ");
        }

        @Test
        void must_meet_the_constraints_of_the_type() {
            assertThatThrownBy(() -> read(title -> ((ObjectNode) title).put("text", " ")))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining("text: must not be blank");
        }

        @Test
        void need_not_mend_what_was_rejected() {
            Attempt<Title> rejected = KeptSamples.rejected(1, new Title(" "));
            assertThat(read(upcasts(title -> title), List.of(rejected)).result().output())
                    .contains(new LongTitle(" ", null, new BigDecimal("1.50")));
        }

        @Test
        void that_throw_are_named_with_what_they_threw() {
            IllegalStateException thrown = new IllegalStateException("private");
            assertThatThrownBy(() -> read(title -> {
                        throw thrown;
                    }))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining(
                            "the upcast of 'title' from version 1 to 2 threw java.lang.IllegalStateException")
                    .hasMessageNotContaining("private")
                    .hasCause(thrown);
        }

        @Test
        void that_return_null_are_named() {
            assertThatThrownBy(() -> read(title -> null))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining("the upcast of 'title' from version 1 to 2 returned null");
        }

        @Test
        void are_not_asked_for_what_today_s_version_kept() {
            Upcasts untouched = upcasts(title -> {
                throw new AssertionError("asked");
            });
            StepDefinition<String, Title> two = chat("title", Title.class, "2");
            byte[] json = KeptSamples.json()
                    .write(KeptSamples.completed(two, List.of(KeptSamples.accepted(1, new Title("tea")))), 1, 1);
            assertThat(KeptSamples.json(untouched)
                            .read(json, ID, StepJson.shape(two, ""), two)
                            .result()
                            .output())
                    .contains(new Title("tea"));
        }

        @Test
        void work_for_outputs_that_are_no_objects() {
            StepDefinition<String, String> then = chat("word", String.class, "1");
            StepDefinition<String, String> now = chat("word", String.class, "2");
            Upcasts louder = Upcasts.none()
                    .with("word", "1", "2", word -> JsonNodeFactory.instance.textNode(word.textValue() + "!"));
            byte[] json = KeptSamples.json()
                    .write(KeptSamples.completed(then, List.of(KeptSamples.accepted(1, "tea"))), 1, 1);
            assertThat(KeptSamples.json(louder)
                            .read(json, ID, StepJson.shape(then, ""), now)
                            .result()
                            .output())
                    .contains("tea!");
        }

        @Test
        void are_refused_where_there_is_one_already_or_they_lead_in_a_circle() {
            Upcasts two = upcasts(title -> title);
            assertThatThrownBy(() -> two.with("title", "1", "3", title -> title))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("from version 1: there is one already");
            assertThatThrownBy(() -> two.with("title", "3", "1", title -> title))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("leads back");
            assertThatThrownBy(() -> two.with("title", "3", "3", title -> title))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("leads back");
            assertThatCode(() -> two.with("other", "3", "1", title -> title)).doesNotThrowAnyException();
        }
    }

    @Nested
    class A_kept_result_is_refused {
        @Test
        void when_the_step_has_another_definition() {
            assertThatThrownBy(() -> require(THEN, chat("headline", Title.class, "1")))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining("step 'brand/title': is 'headline' today and was 'title'");
        }

        @Test
        void when_the_version_was_raised_and_no_upcast_leads_there() {
            assertThatThrownBy(() -> require(THEN, NOW))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining("kept by version 1 of 'title', which has version 3 today")
                    .hasMessageContaining("nothing was changed; register an upcast from version 1, fork the run")
                    .hasMessageContaining("resume it with the program that began it");
        }

        @Test
        void when_the_type_changed_and_the_version_did_not() {
            assertThatThrownBy(() -> require(THEN, chat("title", LongTitle.class, "1")))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining("the output type LongTitle of 'title' has changed")
                    .hasMessageContaining("raise the version and register an upcast from version 1");
        }

        @Test
        void when_its_type_takes_less_than_it_did() {
            record Even(int number) {
                Even {
                    if (number % 2 == 1) {
                        throw new IllegalArgumentException("odd");
                    }
                }
            }
            record Any(int number) {}
            LocalStepDefinition<String, Any> then = KeptSamples.making(Any.class);
            LocalStepDefinition<String, Even> now = KeptSamples.making(Even.class);
            byte[] json = KeptSamples.json()
                    .write(KeptSamples.completed(then, List.of(KeptSamples.accepted(1, new Any(3)))), 1, 1);
            StepRecord.Shape shape = StepJson.shape(then, "");
            assertThatThrownBy(() -> KeptSamples.json().read(json, ID, shape, now))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining("what version 1 of 'make' kept can no longer be read as Even");
        }

        @Test
        void but_not_when_nothing_changed() {
            assertThatCode(() -> require(THEN, chat("title", Title.class, "1"))).doesNotThrowAnyException();
        }
    }
}
