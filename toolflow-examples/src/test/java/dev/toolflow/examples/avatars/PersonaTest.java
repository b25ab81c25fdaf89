package dev.toolflow.examples.avatars;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.examples.avatars.Persona.Written;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PersonaTest {
    @Nested
    class A_list_of_personas {
        @Test
        void has_all_its_problems_told_at_once_each_with_its_persona() {
            assertThat(Persona.problems(List.of(
                            new Written("Ada", " \u0000\n", "woman"),
                            new Written(null, "A bio", null),
                            new Written("Bob", "x".repeat(4_001), null),
                            new Written("Cleo", "Fine", null),
                            new Written("Ada", "Another", null))))
                    .containsExactly(
                            "persona 1 'Ada': bio is empty, say something in it",
                            "persona 2: name is empty, say something in it",
                            "persona 3 'Bob': bio has 4,001 characters, shorten it to 4,000",
                            "persona 5 'Ada': has the name of persona 1, give it one of its own");
        }

        @Test
        void is_refused_when_there_is_no_one_in_it() {
            assertThat(Persona.problems(List.of())).singleElement().asString().contains("no persona");
        }

        @Test
        void may_have_biographies_of_exactly_4000_characters_that_control_characters_do_not_count_for() {
            String longest = "\uD83D\uDE00".repeat(4_000);

            assertThat(Persona.problems(List.of(new Written("Ada", longest + "\u0007\u0007", null))))
                    .isEmpty();
        }
    }

    @Test
    void a_persona_is_cleaned_and_prints_without_its_biography() {
        Persona persona = new Written(" Ada\u0007 ", "line one\nline two\u001B", " ").cleaned();

        assertThat(persona).isEqualTo(new Persona("Ada", "line one line two", null));
        assertThat(persona).hasToString("Persona[Ada]");
    }
}
