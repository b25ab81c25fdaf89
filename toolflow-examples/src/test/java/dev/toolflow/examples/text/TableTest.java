package dev.toolflow.examples.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Table table = Table.of(Table.left("name"), Table.right("number"));

    @Test
    void cells_stand_below_their_heads() {
        table.add("a", "1");
        table.add("bcdefg", "12345678");

        assertThat(table.lines(80))
                .containsExactly(
                        "  name      number", "  ----------------", "  a              1", "  bcdefg  12345678");
    }

    @Test
    void an_empty_cell_is_a_dash() {
        table.add("", "");

        assertThat(table.lines(80).get(2)).isEqualTo("  -          -");
    }

    @Test
    void what_is_too_wide_is_cut_in_the_middle_of_the_widest_column() {
        table.add("brand-kit-20261126-062011-ab12", "12345678");

        List<String> lines = table.lines(30);

        assertThat(lines).allMatch(line -> line.length() <= 30);
        assertThat(lines.get(2)).isEqualTo("  brand-k...011-ab12  12345678");
    }

    @Test
    void what_is_to_be_copied_is_never_cut() {
        Table ids = Table.of(Table.whole("run"), Table.left("flow"));
        ids.add("4fb149dd-74fb-4307-88e5-339302e0aaaa", "a-flow-of-many-words");

        assertThat(ids.lines(30).get(2)).isEqualTo("  4fb149dd-74fb-4307-88e5-339302e0aaaa  a-...rds");
    }

    @Test
    void no_cell_is_cut_below_8_characters() {
        table.add("abcdefghijkl", "1");

        assertThat(table.lines(5).get(2)).contains("ab...jkl");
    }

    @Test
    void characters_that_move_the_cursor_are_left_out_and_pairs_stay_whole() {
        table.add("a\u001b[2Jb\u202e", "\ud83c\udf75");

        assertThat(table.lines(80).get(2)).isEqualTo("  a[2Jb       \ud83c\udf75");
    }

    @Test
    void a_row_has_a_cell_for_each_column() {
        assertThatIllegalArgumentException().isThrownBy(() -> table.add("a"));
    }
}
