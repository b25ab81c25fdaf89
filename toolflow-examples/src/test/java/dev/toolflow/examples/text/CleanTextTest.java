package dev.toolflow.examples.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CleanTextTest {
    @Nested
    class Written_text {
        @Test
        void loses_control_characters_and_what_hides_or_reorders_text() {
            assertThat(CleanText.of("a\u0000b\u001B[31mc\u202Ed\uFEFFe\uD800f")).isEqualTo("ab[31mcdef");
        }

        @Test
        void keeps_words_apart_where_lines_break() {
            assertThat(CleanText.of(" one\r\ntwo\tthree\u2028four\u0085five\n")).isEqualTo("one two three four five");
        }

        @Test
        void keeps_emoji_and_what_joins_them() {
            String tinker = "\uD83D\uDC69\u200D\uD83D\uDD27";

            assertThat(CleanText.of(tinker)).isEqualTo(tinker);
            assertThat(CleanText.length("\uD83D\uDC69")).isEqualTo(1);
        }
    }

    @Nested
    class A_slug {
        @Test
        void is_the_name_in_letters_that_every_file_system_has() {
            assertThat(Slug.each(List.of("Ada Lovelace", " Zoë  Müller-Ørsted!", "../../etc/passwd"), Set.of()))
                    .containsExactly("ada-lovelace", "zoe-muller-rsted", "etc-passwd");
        }

        @Test
        void is_told_apart_from_others_that_would_be_the_same() {
            assertThat(Slug.each(List.of("Ada L", "ada l.", "Bob"), Set.of()))
                    .doesNotHaveDuplicates()
                    .allMatch(slug -> slug.matches("ada-l-[0-9a-f]{6}|bob"));
        }

        @Test
        void exists_for_names_without_such_letters_and_for_those_of_devices_or_taken() {
            assertThat(Slug.each(List.of("陳美玲", "CON", "x".repeat(300), "Store"), Set.of("store")))
                    .allMatch(slug -> slug.matches("[a-z0-9-]{1,47}"))
                    .doesNotContain("con", "store");
        }
    }
}
