package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.examples.Program.Ended;
import dev.toolflow.testkit.ChatFault;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OddTextTest {
    private static final String LONE = "\\ud800";

    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path out;

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Nested
    class Half_a_surrogate_pair {
        @Test
        void in_a_brief_loses_no_file() throws IOException {
            Ended ended = brandKit(brief("tea " + LONE + " x"), "--json");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(Program.text(out.resolve("report.html"))).contains("tea \uFFFD x");
        }

        @Test
        void in_an_answer_is_escaped_in_the_result_and_replaced_in_the_report() throws IOException {
            server.on("write_copy").always(copy("a " + LONE + " b \\ud83c\\udf75"));

            Ended ended = brandKit(brief("Tea"), "--json");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(Program.text(out.resolve("result.json"))).contains("a " + LONE + " b \uD83C\uDF75");
            assertThat(Program.json(ended.out()).at("/output/copy/headline").asText())
                    .isEqualTo("a \uD800 b \uD83C\uDF75");
            assertThat(Program.text(out.resolve("report.html"))).contains("a \uFFFD b \uD83C\uDF75");
        }
    }

    @Test
    void a_report_that_cannot_be_written_loses_neither_the_result_nor_the_picture() throws IOException {
        Files.createDirectories(out.resolve("report.html/in-the-way"));

        Ended ended = brandKit(brief("Tea"), "--json");

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err()).contains("report.html cannot be written");
        assertThat(Program.json(ended.out())).isEqualTo(Program.result(out));
        assertThat(out.resolve("hero.png")).exists();
    }

    @Test
    void a_value_too_long_for_a_line_is_cut_in_the_terminal_alone() throws IOException {
        String headline = "very long ".repeat(400).strip();
        server.on("write_copy").always(copy(headline));

        Ended ended = brandKit(brief("Tea"));

        assertThat(ended.exit()).as(ended.both()).isZero();
        assertThat(ended.out().lines()).allMatch(line -> line.length() < 200).anyMatch(line -> line.endsWith("…"));
        assertThat(Program.result(out).at("/output/copy/headline").asText()).isEqualTo(headline);
    }

    private static Fault copy(String headline) {
        return ChatFault.arguments(
                "{\"headline\":\"" + headline + "\",\"tagline\":\"b\",\"body\":\"c\",\"callToAction\":\"d\"}");
    }

    private Path brief(String product) throws IOException {
        return Files.writeString(out.resolve("brief.json"), "{\"product\":\"" + product + "\",\"audience\":[\"a\"]}");
    }

    private Ended brandKit(Path brief, String... more) {
        var args = new ArrayList<>(List.of("brand-kit", "--input", brief.toString()));
        args.addAll(List.of(more));
        return Program.talkingTo(server).run(out, args.toArray(String[]::new));
    }
}
