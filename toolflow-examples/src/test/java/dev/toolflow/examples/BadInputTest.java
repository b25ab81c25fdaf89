package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {
    private static final String GOOD = "{\"product\": \"Tea\", \"audience\": [\"hikers\"]}";

    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path directory;

    @AfterEach
    void nothingWasSent() {
        assertThat(server.requests()).isEmpty();
        server.close();
    }

    @Nested
    class A_brief {
        @Test
        void with_a_blank_product_names_the_field() throws IOException {
            refusesBrief("{\"product\": \"  \", \"audience\": [\"hikers\"]}", "product: must not be blank");
        }

        @Test
        void without_a_product_names_the_field() throws IOException {
            refusesBrief("{\"audience\": [\"hikers\"]}", "product: is missing");
        }

        @Test
        void with_a_blank_audience_names_the_place_in_the_list() throws IOException {
            refusesBrief("{\"product\": \"Tea\", \"audience\": [\"hikers\", \"\"]}", "audience[1]: must not be blank");
        }

        @Test
        void with_two_faults_names_both() throws IOException {
            refusesBrief(
                    "{\"product\": \"\", \"audience\": []}", "audience: must not be empty; product: must not be blank");
        }

        @Test
        void with_an_unknown_field_gets_the_likely_name() throws IOException {
            refusesBrief(
                    "{\"product\": \"Tea\", \"audience\": [\"hikers\"], \"tones\": \"dry\"}", "did you mean 'tone'");
        }

        @Test
        void with_broken_json_gets_line_and_column() throws IOException {
            refusesBrief(
                    "{\"product\": \"Tea\",\n  \"audience\": [\"hikers\" \"sailors\"]}",
                    "broken JSON at line 2, column 2");
        }

        @Test
        void that_is_a_list_is_told_to_be_an_object() throws IOException {
            refusesBrief("[" + GOOD + "]", "expected an object, found an array");
        }

        @Test
        void that_is_empty_is_refused() throws IOException {
            refusesBrief("", "expected an object");
        }

        @Test
        void that_is_not_utf_8_is_refused() throws IOException {
            Path file = Files.write(directory.resolve("brief.json"), new byte[] {'{', (byte) 0xE4, '}'});

            refuses("is not UTF-8 text", "brand-kit", "--input", file.toString());
        }

        @Test
        void of_the_other_example_is_refused() {
            refuses("unknown", "color-theme", "--input", "briefs/tea.json");
        }

        private void refusesBrief(String json, String message) throws IOException {
            Path file = Files.writeString(directory.resolve("brief.json"), json);
            refuses(message, "brand-kit", "--input", file.toString());
        }
    }

    @Nested
    class The_command_line {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "brand-kit --strct | Unknown option: '--strct' (did you mean --strict?); see toolflow-examples brand-kit --help",
                    "brand-kit --input nowhere.json | --input: nowhere.json does not exist",
                    "brand-kit --input . | --input: . is a directory",
                    "brand-kit --input | Missing required parameter for option '--input'",
                    "brand-kit --size huge | --size: must be auto or like 1024x1536",
                    "brand-kid | brand-kid",
                    "brand-kit more | more",
                })
        void is_refused_in_one_line(String line, String message) {
            refuses(message, line.split(" "));
        }

        @Test
        void with_a_blank_model_is_refused() {
            refuses("--chat-model: must name a model", "brand-kit", "--chat-model", " ");
        }

        @Test
        void without_a_command_says_which_there_are() {
            refuses("brand-kit or color-theme");
        }
    }

    @Nested
    class A_directory_that_cannot_be_written {
        @Test
        void is_refused_when_a_file_is_in_the_way() throws IOException {
            Path file = Files.writeString(directory.resolve("file"), "");

            refuses(
                    "--out: cannot write to " + file + " (a file is in the way)",
                    "brand-kit",
                    "--out",
                    file.toString());
        }

        @Test
        void is_refused_when_its_name_is_empty() {
            refuses("--out: must name a directory", "brand-kit", "--out", "");
        }

        @Test
        void is_refused_when_it_cannot_be_made() throws IOException {
            Path below = Files.writeString(directory.resolve("file"), "").resolve("below");

            refuses("--out: cannot write to " + below + " (not a directory)", "brand-kit", "--out", below.toString());
        }
    }

    @Nested
    class An_environment {
        @Test
        void with_a_base_url_that_is_none_names_the_variable() {
            var ended = Program.with(Map.of("OPENAI_BASE_URL", "localhost:8080"))
                    .run(directory.resolve("out"), "brand-kit");

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.said())
                    .singleElement()
                    .asString()
                    .contains("OPENAI_BASE_URL: must be an http or https URL");
        }

        @Test
        void with_a_key_of_two_lines_names_the_variable_and_keeps_the_key() {
            var ended = Program.with(Map.of("OPENAI_API_KEY", "sk-secret\nsecond"))
                    .run(directory.resolve("out"), "brand-kit");

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.said())
                    .singleElement()
                    .asString()
                    .contains("OPENAI_API_KEY")
                    .doesNotContain("secret");
        }
    }

    @Test
    void help_and_version_are_no_mistakes() {
        assertThat(Program.withoutEnvironment().run("--help"))
                .satisfies(ended -> assertThat(ended.exit()).isZero())
                .satisfies(ended -> assertThat(ended.out()).contains("brand-kit", "color-theme", "130"));
        assertThat(Program.withoutEnvironment().run("brand-kit", "--help").out())
                .contains("--input", "--strict");
        assertThat(Program.withoutEnvironment().run("--version").out()).startsWith("toolflow-examples ");
    }

    private void refuses(String message, String... args) {
        var ended = Program.talkingTo(server).run(args);

        assertThat(ended.exit()).as(ended.both()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.said())
                .as("one clear line")
                .singleElement()
                .asString()
                .startsWith("toolflow-examples: ")
                .contains(message)
                .doesNotContain("Exception");
    }
}
