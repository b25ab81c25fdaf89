package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.tool.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
    @Nested
    class A_terminal_that_knows_ascii_only {
        @Test
        void gets_ascii_only(@TempDir Path out) {
            var ended = Program.withoutEnvironment().inAscii().run(out, "brand-kit");

            assertThat(ended.exit()).isZero();
            assertThat(ended.err())
                    .contains("+ hero")
                    .contains("~ generate_palette")
                    .doesNotContain("?");
        }
    }

    @Nested
    class A_line {
        @Test
        void cannot_move_the_cursor_or_hide_what_it_says() {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);

            Terminal.of(stream, stream, StandardCharsets.UTF_8).say("a\u001B[2Jb\u202Ec\nd");

            assertThat(err.toString(StandardCharsets.UTF_8).stripTrailing()).isEqualTo("a [2Jb c d");
        }
    }

    @Nested
    class An_amount {
        @Test
        void of_time_is_written_in_the_unit_that_fits() {
            assertThat(Amounts.of(Duration.ofMillis(41))).isEqualTo("41 ms");
            assertThat(Amounts.of(Duration.ofMillis(3_290))).isEqualTo("3.2 s");
            assertThat(Amounts.of(Duration.ofSeconds(125))).isEqualTo("2 min 5 s");
        }

        @Test
        void of_tokens_tells_zero_from_unknown() {
            assertThat(Amounts.of(TokenUsage.none())).isEqualTo("0+0");
            assertThat(Amounts.of(TokenUsage.unreported())).isEqualTo("?");
            assertThat(Amounts.inWords(TokenUsage.unreported())).isEqualTo("tokens unreported");
            assertThat(Amounts.inWords(TokenUsage.of(3, 4))).isEqualTo("3+4 tokens");
            assertThat(Amounts.of(TokenUsage.of(3, 4).plus(TokenUsage.unreported())))
                    .isEqualTo("3+4+?");
        }
    }

    @Nested
    class A_message {
        @Test
        void says_its_step_once_and_has_512_characters_at_most() {
            assertThat(Amounts.withoutStep("step 'hero': too dark", "hero")).isEqualTo("too dark");
            assertThat(Amounts.withoutStep("step 'hero': " + "\ud83c\udf75".repeat(512), "hero"))
                    .isEqualTo("\ud83c\udf75".repeat(512));
            assertThat(Amounts.withoutStep("\ud83c\udf75".repeat(513), "hero"))
                    .isEqualTo("\ud83c\udf75".repeat(509) + "...");
        }
    }
}
