package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Nested
    class The_help {
        @ParameterizedTest
        @ValueSource(strings = {"--help", "-h"})
        void tells_every_option_with_an_example_whatever_else_is_asked(String help) throws InterruptedException {
            assertThat(serve("--port", "99999", help)).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("--port PORT", "--flawless", "--picture-mib MIB", "Example:", "OPENAI_BASE_URL=http");
            assertThat(err.size()).isZero();
        }
    }

    @Nested
    class An_option {
        @Test
        void says_how_it_serves() {
            try (FakeOpenAiServer main =
                    FakeOpenAiServerMain.started("--port", "0", "--flawless", "--picture-mib", "2")) {
                assertThat(main.port()).isPositive();
            }
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '"',
                value = {
                    "--prot 8080, unknown option '--prot'",
                    "--port, --port needs a number",
                    "--port x, \"--port needs a number, not 'x'\"",
                    "--port 99999, port 99999 is not within 0 and 65535",
                    "--picture-mib 0, \"--picture-mib must be from 1 to 1024, was 0\"",
                    "--picture-mib 2000, \"--picture-mib must be from 1 to 1024, was 2000\"",
                })
        void that_is_wrong_is_refused_by_name(String args, String message) throws InterruptedException {
            assertThat(serve(args.split(" "))).isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8).strip())
                    .isEqualTo("FakeOpenAiServerMain: " + message + "; see --help");
        }

        @Test
        void that_names_a_port_in_use_is_refused() throws InterruptedException {
            try (FakeOpenAiServer other = FakeOpenAiServer.start()) {
                assertThat(serve("--port", String.valueOf(other.port()))).isEqualTo(2);
                assertThat(err.toString(StandardCharsets.UTF_8)).contains("port " + other.port());
            }
        }
    }

    private int serve(String... args) throws InterruptedException {
        return FakeOpenAiServerMain.serve(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }
}
