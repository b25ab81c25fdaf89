package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrandKitCommandTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path out;

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Nested
    class Without_key_and_base_url {
        @Test
        void it_says_that_the_fake_server_makes_everything_up_and_is_done() {
            var ended = Program.withoutEnvironment().run(out, "brand-kit");

            assertThat(ended.exit()).isZero();
            assertThat(ended.said().get(0))
                    .matches("No OPENAI_API_KEY and no OPENAI_BASE_URL: using the built-in fake server at"
                            + " http://127\\.0\\.0\\.1:\\d+/v1 - pictures and texts are made up");
        }

        @Test
        void blank_variables_count_as_unset() {
            var ended = Program.with(Map.of("OPENAI_API_KEY", " ", "OPENAI_BASE_URL", ""))
                    .run(out, "brand-kit");

            assertThat(ended.exit()).isZero();
            assertThat(ended.err()).contains("built-in fake server");
        }

        @Test
        void a_newcomer_sees_a_feedback_round() {
            var ended = Program.withoutEnvironment().run(out, "brand-kit");

            assertThat(ended.err())
                    .contains("↻ generate_palette  attempt 1 not accepted: colors[4]: the same colour as colors[0]")
                    .containsPattern("✓ generate_palette  attempt 2  \\d+\\+\\d+ tokens  [0-9.]+ m?s");
        }
    }

    @Nested
    class With_a_server {
        @Test
        void its_address_is_said_and_the_key_is_not() {
            var ended = Program.talkingTo(server).run(out, "brand-kit");

            assertThat(ended.said().get(0)).isEqualTo("Using the server at " + server.baseUrl());
            assertThat(ended.both()).doesNotContain(Program.KEY);
        }

        @Test
        void picture_report_and_result_are_written_and_named() throws IOException {
            var ended = Program.talkingTo(server).run(out, "brand-kit");

            assertThat(namesIn(out)).containsExactly("hero.png", "report.html", "result.json");
            assertThat(ended.out()).contains("wrote     " + out.resolve("hero.png"));
            assertThat(Files.readAllBytes(out.resolve("hero.png"))).startsWith(0x89, 'P', 'N', 'G');
            assertThat(Program.text(out.resolve("report.html"))).contains("src=\"hero.png\"");
        }

        @Test
        void the_table_counts_every_attempt() {
            var ended = Program.talkingTo(server).run(out, "brand-kit");

            assertThat(ended.out())
                    .containsPattern("generate_palette +completed +2 ")
                    .containsPattern("attempt 1 +rejected")
                    .containsPattern("total +completed +4 +" + server.ledger().input() + "\\+"
                            + server.ledger().output());
        }

        @Test
        void an_existing_directory_is_used_again() {
            Program.talkingTo(server).run(out, "brand-kit");
            String first = Program.result(out).path("runId").asText();

            assertThat(Program.talkingTo(server).run(out, "brand-kit").exit()).isZero();
            assertThat(Program.result(out).path("runId").asText()).isNotEqualTo(first);
        }

        @Test
        void models_and_size_reach_it() {
            Program.talkingTo(server)
                    .run(
                            out,
                            "brand-kit",
                            "--chat-model",
                            "gpt-5.5",
                            "--image-model",
                            "gpt-image-1.5",
                            "--size",
                            "1024x1024");

            assertThat(server.requests("generate_palette")
                            .get(0)
                            .body()
                            .path("model")
                            .asText())
                    .isEqualTo("gpt-5.5");
            var picture = server.requests("generate_image").get(0).body();
            assertThat(picture.path("model").asText()).isEqualTo("gpt-image-1.5");
            assertThat(picture.path("size").asText()).isEqualTo("1024x1024");
            assertThat(Program.result(out).at("/output/hero/width").asInt()).isEqualTo(1024);
        }

        @Test
        void a_picture_of_4k_is_made() {
            var ended = Program.talkingTo(server)
                    .run(out, "brand-kit", "--image-model", "gpt-image-2", "--size", "3840x2160");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(Program.result(out).at("/output/hero/width").asInt()).isEqualTo(3840);
        }

        @Test
        void a_model_looks_at_the_picture_only_when_that_is_asked_for() {
            Program.talkingTo(server).run(out, "brand-kit");
            assertThat(server.requests("audit_image")).isEmpty();

            Program.talkingTo(server).run(out, "brand-kit", "--vision-audit");
            assertThat(server.requests("audit_image")).hasSize(1);
            assertThat(server.requests("audit_image").get(0).body().toString()).contains("data:image/png;base64");
        }

        @Test
        void the_report_has_thumbnails_of_the_attempts_pictures() {
            Program.talkingTo(server).run(out, "brand-kit");

            assertThat(Program.text(out.resolve("report.html")))
                    .containsPattern("src=\"data:image/jpeg;base64,.{1000,64000}\"");
        }

        @Test
        void the_brief_of_the_input_file_is_what_is_asked_about() throws IOException {
            Path brief = Files.writeString(
                    out.resolve("brief.json"),
                    "{\"product\": \"Nordlicht, a bicycle lamp\", \"audience\": [\"commuters\"]}");

            assertThat(Program.talkingTo(server)
                            .run(out, "brand-kit", "--input", brief.toString())
                            .exit())
                    .isZero();
            assertThat(server.requests("generate_palette").get(0).body().toString())
                    .contains("Nordlicht");
        }
    }

    @Nested
    class With_json {
        @Test
        void standard_output_is_the_result_and_nothing_else() {
            var ended = Program.talkingTo(server).run(out, "brand-kit", "--json");

            assertThat(Program.json(ended.out())).isEqualTo(Program.result(out));
            assertThat(ended.err())
                    .contains("generate_palette")
                    .contains("total")
                    .contains("wrote");
        }

        @Test
        void it_is_utf_8_even_where_the_terminal_is_not() throws IOException {
            Path brief = Files.writeString(
                    out.resolve("brief.json"),
                    "{\"product\": \"Frühtee, ein Grüntee\", \"audience\": [\"Frühaufsteher\"]}");
            var ended =
                    Program.talkingTo(server).inAscii().run(out, "brand-kit", "--json", "--input", brief.toString());

            assertThat(ended.exit()).isZero();
            assertThat(ended.out()).contains("Frühtee");
            assertThat(Program.json(ended.out())).isEqualTo(Program.result(out));
        }
    }

    @Nested
    class The_result_file {
        @Test
        void has_the_promised_keys() {
            Program.talkingTo(server).run(out, "brand-kit");
            var result = Program.result(out);

            assertThat(result.fieldNames())
                    .toIterable()
                    .contains("status", "flow", "runId", "output", "steps", "usage");
            assertThat(result.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(result.path("flow").asText()).isEqualTo("brand-kit");
            assertThat(result.path("output").fieldNames()).toIterable().containsExactly("palette", "copy", "hero");
            assertThat(result.path("steps").findValuesAsText("id"))
                    .containsExactly("generate_palette", "write_copy", "hero");
            assertThat(result.path("steps"))
                    .extracting(step -> step.path("tool").asText())
                    .containsExactly("generate_palette", "write_copy", "generate_image");
        }

        @Test
        void tells_of_each_attempt_what_was_asked_used_and_found() {
            Program.talkingTo(server).run(out, "brand-kit");
            var first = Program.result(out).at("/steps/0/attempts/0");

            assertThat(first.fieldNames()).toIterable().contains("model", "requestId", "usage", "issues", "error");
            assertThat(first.path("model").asText()).isEqualTo("gpt-5.4-mini");
            assertThat(first.path("requestId").asText())
                    .isEqualTo(server.requests().get(0).requestId());
            assertThat(first.at("/issues/0/severity").asText()).isEqualTo("CRITICAL");
            assertThat(first.at("/usage/input").asLong()).isPositive();
        }

        @Test
        void adds_up_to_what_the_server_billed() {
            Program.talkingTo(server).run(out, "brand-kit");
            var usage = Program.result(out).path("usage");

            assertThat(usage.path("input").asLong()).isEqualTo(server.ledger().input());
            assertThat(usage.path("output").asLong()).isEqualTo(server.ledger().output());
        }
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
