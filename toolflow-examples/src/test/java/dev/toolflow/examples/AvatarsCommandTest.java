package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvatarsCommandTest {
    private static final String ADA = "{\"name\": \"Ada\", \"bio\": \"Grows roses in Leeds.\", \"gender\": \"woman\"}";
    private static final String BOB = "{\"name\": \"Bob\", \"bio\": \"Repairs clocks in Bern.\"}";

    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path directory;

    private Path out;

    @BeforeEach
    void nameTheDirectory() {
        out = directory.resolve("team");
    }

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Nested
    class A_team {
        @Test
        void gets_a_selfie_and_as_many_avatars_as_asked_for_each_of_its_personas() throws IOException {
            var ended = avatars(ADA + "," + BOB, "--images", "5");

            assertThat(ended.exit()).as(ended.both()).isZero();
            for (String who : List.of("ada", "bob")) {
                assertThat(namesIn(out.resolve(who)))
                        .containsExactly(
                                "avatar-1.png",
                                "avatar-2.png",
                                "avatar-3.png",
                                "avatar-4.png",
                                "avatar-5.png",
                                "selfie.png");
            }
            assertThat(server.requests("generate_image")).hasSize(2);
            assertThat(server.requests("write_variations")).hasSize(2);
            assertThat(server.requests("edit_image")).hasSize(4);
        }

        @Test
        void has_its_links_listed_and_its_progress_told() {
            var ended = avatars(ADA);

            assertThat(ended.out())
                    .contains(
                            "Ada  done", out.resolve("ada/avatar-4.png").toUri().toString());
            assertThat(ended.err())
                    .contains("1 persona: 0 done before, 1 to do", "✓ Ada: selfie", "✓ Ada: sheet-1", "✓ Ada: done");
        }

        @Test
        void is_told_as_one_json_document() {
            var ended = avatars(ADA, "--json");
            JsonNode document = Program.json(ended.out());

            assertThat(document.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(document.at("/personas/0/pictures")).hasSize(5);
            assertThat(document.at("/personas/0/pictures/1/link").asText()).startsWith("file:");
            assertThat(document.at("/usage/input").asLong())
                    .isEqualTo(server.ledger().input());
            assertThat(document.at("/usage/output").asLong())
                    .isEqualTo(server.ledger().output());
        }

        @Test
        void is_drawn_from_its_biographies_but_never_by_name() {
            avatars(ADA);

            assertThat(server.requests("generate_image")
                            .get(0)
                            .body()
                            .path("prompt")
                            .asText())
                    .contains("Grows roses in Leeds.", "a person (woman)", "phone")
                    .doesNotContain("Ada");
        }

        @Test
        void is_looked_at_by_no_model_unless_that_is_asked_for() {
            avatars(ADA);
            assertThat(server.requests()).hasSize(3);

            avatars(BOB, "--vision-audit");
            assertThat(server.requests("audit_image")).hasSize(2);
        }
    }

    @Nested
    class Run_again {
        @Test
        void it_calls_nothing_when_all_is_there() {
            avatars(ADA + "," + BOB);
            int calls = server.requests().size();

            var ended = avatars(ADA + "," + BOB);

            assertThat(ended.exit()).isZero();
            assertThat(server.requests()).hasSize(calls);
            assertThat(ended.out()).contains("Ada  done before", "Bob  done before");
        }

        @Test
        void it_makes_only_a_persona_whose_biography_changed() {
            avatars(ADA + "," + BOB);

            avatars(ADA + "," + BOB.replace("Bern", "Graz"));

            assertThat(server.requests("generate_image")).hasSize(3);
            assertThat(server.requests("generate_image").get(2).body().toString())
                    .contains("Graz");
        }

        @Test
        void it_writes_a_missing_file_from_the_store_without_a_call() throws IOException {
            avatars(ADA);
            byte[] picture = Files.readAllBytes(out.resolve("ada/avatar-2.png"));
            Files.delete(out.resolve("ada/avatar-2.png"));

            avatars(ADA);

            assertThat(server.requests()).hasSize(3);
            assertThat(out.resolve("ada/avatar-2.png")).hasBinaryContent(picture);
        }

        @Test
        void it_finishes_what_failed_half_way_and_buys_nothing_twice() {
            server.on("edit_image").reply(Fault.none(), Fault.badRequest("not now"));
            var first = avatars(ADA, "--images", "8");
            var second = avatars(ADA, "--images", "8");

            assertThat(first.exit()).isEqualTo(1);
            assertThat(second.exit()).as(second.both()).isZero();
            assertThat(server.requests("generate_image")).hasSize(1);
            assertThat(server.requests("write_variations")).hasSize(1);
            assertThat(server.requests("edit_image")).hasSize(3);
        }
    }

    @Nested
    class When_one_persona_fails {
        @Test
        void by_moderation_the_others_are_made_and_it_is_listed() {
            server.on("generate_image").reply(Fault.moderationBlocked());

            var ended = avatars(ADA + "," + BOB, "--personas-at-once", "1");

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.out())
                    .containsPattern("Ada  failed .*Refused at selfie")
                    .contains("Bob  done");
            assertThat(ended.err()).containsPattern("✗ Ada: Refused at selfie: .*moderation");
            assertThat(out.resolve("bob/avatar-4.png")).exists();
            assertThat(out.resolve("ada")).doesNotExist();
            assertThat(Program.text(out.resolve("report.html"))).contains("moderation", "pill failed", "partial");
        }

        @Test
        void with_an_unknown_outcome_its_picture_is_not_bought_twice() {
            server.on("generate_image").reply(Fault.resetAfterReading());

            var ended = avatars(ADA + "," + BOB, "--personas-at-once", "1", "--json");

            assertThat(server.requests("generate_image")).hasSize(2);
            JsonNode document = Program.json(ended.out());
            assertThat(document.path("status").asText()).isEqualTo("PARTIAL");
            assertThat(document.at("/personas/0/state").asText()).isEqualTo("FAILED");
            assertThat(document.at("/personas/0/error").asText()).startsWith("Outcome unknown at selfie");
            assertThat(document.at("/personas/1/state").asText()).isEqualTo("DONE");
        }
    }

    @Test
    void pictures_go_to_the_store_that_is_named_with_whose_they_are() throws IOException {
        Path store = directory.resolve("pictures");

        var ended = avatars(ADA, "--store", store.toString());

        assertThat(ended.out()).contains(store.resolve("sha256").toUri().toString());
        assertThat(out.resolve("store")).doesNotExist();
        assertThat(store).isDirectoryRecursivelyContaining("glob:**.png");
    }

    @Test
    void the_report_holds_thumbnails_of_at_most_64_kb_and_links_to_the_files() {
        avatars(ADA);
        String html = Program.text(out.resolve("report.html"));

        assertThat(html)
                .contains(
                        "href=\"ada/avatar-1.png\"",
                        "h1,h2,h3,.step-head,.attempt-head,figcaption,footer{overflow-wrap:anywhere}")
                .doesNotContain("<script");
        assertThat(html.split("\"data:image/"))
                .hasSizeGreaterThan(5)
                .allMatch(part -> !part.startsWith("jpeg;base64") || part.indexOf('"') < 64_000);
    }

    private Program.Ended avatars(String personas, String... more) {
        try {
            Path file = Files.writeString(directory.resolve("team.json"), "[" + personas + "]");
            List<String> args = new ArrayList<>(List.of("avatars", "--input", file.toString(), "--size", "320x320"));
            args.addAll(List.of(more));
            return Program.talkingTo(server).run(out, args.toArray(String[]::new));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
