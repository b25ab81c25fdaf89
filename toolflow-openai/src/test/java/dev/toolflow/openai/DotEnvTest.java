package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotEnvTest {
    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "OPENAI_API_KEY=sk-1 | sk-1",
                "  OPENAI_API_KEY = sk-1   | sk-1",
                "export OPENAI_API_KEY=sk-1 | sk-1",
                "OPENAI_API_KEY=\"sk 1\" | sk 1",
                "OPENAI_API_KEY='sk#1' # mine | sk#1",
                "OPENAI_API_KEY=sk-1 # mine | sk-1",
                "OPENAI_API_KEY=sk#1 | sk#1",
                "OPENAI_API_KEY=a=b\\n | a=b\\n",
            })
    void a_value_is_read_as_it_was_meant(String line, String value) throws IOException {
        assertThat(read(line)).isEqualTo(Map.of("OPENAI_API_KEY", value));
    }

    @Test
    void a_name_without_a_value_is_empty() throws IOException {
        assertThat(read("OPENAI_API_KEY=")).isEqualTo(Map.of("OPENAI_API_KEY", ""));
    }

    @Test
    void comments_and_blank_lines_do_not_count() throws IOException {
        assertThat(read("# keys\n\n   \nA=1\n")).isEqualTo(Map.of("A", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-SECRET", "OPENAI_API_KEY sk-SECRET", "=sk-SECRET", "A=\"sk-SECRET", "A='SECRET' more"})
    void a_line_that_is_no_entry_is_refused_by_its_number_and_not_quoted(String line) {
        assertThatThrownBy(() -> read("A=1\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2 of")
                .hasMessageNotContaining("SECRET");
    }

    private Map<String, String> read(String text) throws IOException {
        return DotEnv.read(Files.writeString(directory.resolve("settings.env"), text));
    }
}
