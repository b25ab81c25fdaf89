package dev.toolflow.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPayloadException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentOfAStepTest {
    private static byte[] written() {
        return KeptSamples.json()
                .write(
                        KeptSamples.completed(
                                KeptSamples.PALETTE, List.of(KeptSamples.accepted(1, KeptSamples.palette()))),
                        1,
                        1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "2147483648", "99999999999999999999999"})
    void of_a_newer_format_is_refused_whatever_else_it_has(String version) {
        byte[] newer = ("{\"v\":" + version + ",\"all\":\"new\"}").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> KeptSamples.read(newer))
                .isInstanceOf(RunIncompatibleException.class)
                .hasMessageContaining("step '" + KeptSamples.ID + "'")
                .hasMessageContaining("format " + version + ", written by a newer ToolFlow")
                .hasMessageContaining("nothing was changed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{}",
                "{\"v\":1}",
                "{\"v\":0}",
                "{\"v\":-1}",
                "{\"v\":1.0}",
                "{\"v\":\"1\"}",
                "{\"status\":\"COMPLETED\",\"v\":1}",
                "{\"v\":1",
                "<html>",
                "{\"v\":1} {\"v\":1}"
            })
    void that_is_none_is_refused_as_damaged(String text) {
        assertThatThrownBy(() -> KeptSamples.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RunPayloadException.class)
                .hasMessageContaining("step '" + KeptSamples.ID + "'")
                .hasMessageContaining("is damaged");
    }

    @Test
    void that_is_no_UTF_8_is_refused_as_damaged() {
        byte[] json = written();
        json[json.length / 2] = (byte) 0xFF;
        assertThatThrownBy(() -> KeptSamples.read(json))
                .isInstanceOf(RunPayloadException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void with_a_class_name_makes_nothing_of_it() {
        String gadget = "{\"v\":2,\"@class\":\"javax.swing.JEditorPane\",";
        byte[] inside = KeptSamples.edited(written(), json -> json.replace("{\"v\":2,", gadget));
        assertThatThrownBy(() -> KeptSamples.read(inside))
                .isInstanceOf(RunPayloadException.class)
                .hasMessageContaining("@class");
    }

    @Test
    void with_a_class_name_in_an_output_makes_nothing_of_it() {
        byte[] inside = KeptSamples.edited(
                written(),
                json -> json.replace("{\\\"colors\\\"", "{\\\"@class\\\":\\\"java.lang.Object\\\",\\\"colors\\\""));
        assertThatThrownBy(() -> KeptSamples.read(inside))
                .isInstanceOf(RunIncompatibleException.class)
                .hasMessageContaining("@class");
    }

    @Test
    void with_a_field_that_appears_twice_is_refused() {
        byte[] twice = KeptSamples.edited(
                written(), json -> json.replace("\"lastRound\":1", "\"lastRound\":1,\"lastRound\":2"));
        assertThatThrownBy(() -> KeptSamples.read(twice))
                .isInstanceOf(RunPayloadException.class)
                .hasMessageContaining("twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"error\":null", "\"attempts\":["})
    void that_is_too_deep_is_refused_without_an_overflow(String before) {
        byte[] deep =
                KeptSamples.edited(written(), json -> json.replace(before, before + ",\"x\":" + "[".repeat(100_000)));
        assertThatThrownBy(() -> KeptSamples.read(deep)).isInstanceOf(RunPayloadException.class);
    }

    @Test
    void with_an_output_that_is_too_deep_is_refused_without_an_overflow() {
        byte[] deep = KeptSamples.edited(
                written(), json -> json.replace("{\\\"colors\\\":[", "{\\\"colors\\\":[" + "[".repeat(100_000)));
        assertThatThrownBy(() -> KeptSamples.read(deep)).isInstanceOf(RunIncompatibleException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"usd\":1e999999999", "\"usd\":-1", "\"usd\":null", "\"usd\":\"NaN\""})
    void with_a_sum_that_is_none_is_refused(String sum) {
        byte[] json = KeptSamples.edited(written(), text -> text.replace("\"usd\":0.00120", sum));
        assertThatThrownBy(() -> KeptSamples.read(json)).isInstanceOf(RunPayloadException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"score\":-1.0", "\"score\":100.5"})
    void with_a_score_out_of_bounds_is_refused(String score) {
        byte[] json = KeptSamples.edited(written(), text -> text.replace("\"score\":61.5", score));
        assertThatThrownBy(() -> KeptSamples.read(json))
                .isInstanceOf(RunPayloadException.class)
                .hasMessageContaining("score");
    }

    @Test
    void with_negative_tokens_is_refused() {
        byte[] json = KeptSamples.edited(written(), text -> text.replace("\"input\":1200", "\"input\":-1200"));
        assertThatThrownBy(() -> KeptSamples.read(json))
                .isInstanceOf(RunPayloadException.class)
                .hasMessageContaining("input");
    }

    @Test
    void has_no_name_of_a_class() {
        assertThat(new String(written(), StandardCharsets.UTF_8)).doesNotContain("toolflow", "java", "KeptSamples");
    }
}
