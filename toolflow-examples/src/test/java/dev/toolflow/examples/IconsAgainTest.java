package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What {@code icons} does where it was before. */
class IconsAgainTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path out;

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Nested
    class The_same_line {
        @Test
        void buys_nothing_and_says_how_to_draw_new_ones() throws IOException {
            harbour("--variants", "3");
            byte[] second = Files.readAllBytes(out.resolve("icon-2.png"));
            int calls = server.requests().size();

            var ended = harbour("--variants", "3");

            assertThat(ended.exit()).isZero();
            assertThat(ended.out()).contains("nothing is drawn", "--again");
            assertThat(server.requests()).hasSize(calls);
            assertThat(out.resolve("icon-2.png")).hasBinaryContent(second);
        }

        @Test
        void says_which_variant_is_kept_and_not_to_keep_one() {
            harbour("--variants", "2", "--pick", "2");

            assertThat(harbour("--variants", "2").out())
                    .contains("icon-2.png is kept as the icon, --pick keeps another", "--again")
                    .doesNotContain("keep one with --pick");
            assertThat(harbour("--variants", "3").out()).contains("1 variant; icon-2.png is kept as the icon");
        }

        @Test
        void with_fewer_variants_deletes_none() {
            harbour("--variants", "3");
            int calls = server.requests().size();

            harbour("--variants", "2");

            assertThat(server.requests()).hasSize(calls);
            assertThat(out.resolve("icon-3.png")).exists();
        }

        @Test
        void with_more_variants_buys_the_missing_ones_from_the_same_prompt() throws IOException {
            harbour("--variants", "3", "--pick", "1");
            byte[] first = Files.readAllBytes(out.resolve("icon-1.png"));

            var ended = harbour("--variants", "4");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(server.requests("write_icon_prompt")).hasSize(1);
            assertThat(server.requests("generate_image")).hasSize(2);
            assertThat(server.requests("generate_image").get(1).body().path("n").asInt(1))
                    .isEqualTo(1);
            assertThat(out.resolve("icon-1.png")).hasBinaryContent(first);
            assertThat(out.resolve("icon.png")).hasBinaryContent(first);
            assertThat(out.resolve("icon-4.png")).exists();
            assertThat(Program.text(out.resolve("report.html"))).contains("Variant 4", "icon-4.png");
        }

        @Test
        void with_again_draws_new_ones_and_removes_the_icon() throws IOException {
            harbour("--variants", "3", "--pick", "1");

            var ended = harbour("--variants", "2", "--again");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(server.requests("generate_image")).hasSize(2);
            try (var files = Files.list(out)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .filteredOn(name -> name.endsWith(".png"))
                        .containsExactlyInAnyOrder("icon-1.png", "icon-2.png");
            }
        }

        @Test
        void with_again_that_fails_leaves_all_as_it_was() {
            harbour("--variants", "3", "--pick", "1");
            server.on("generate_image").reply(Fault.moderationBlocked());

            var ended = harbour("--variants", "2", "--again");

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(out.resolve("icon-3.png")).exists();
            assertThat(out.resolve("icon.png")).exists();
        }
    }

    @Nested
    class Another_line {
        @Test
        void for_another_thing_is_refused_with_again_or_not() {
            harbour("--variants", "2");
            int calls = server.requests().size();

            refused(airport(), "--out: the icons in " + out + " are of another name", "choose another --out");
            refused(airport("--again"), "are not known to be of this name", "choose another --out");
            assertThat(server.requests()).hasSize(calls);
        }

        @Test
        void of_another_prompt_is_drawn_only_with_again() {
            harbour("--variants", "2");

            refused(harbour("--variants", "2", "--prompt", "A lighthouse"), "--again", "choose another --out");
            assertThat(harbour("--variants", "2", "--prompt", "A lighthouse", "--again")
                            .exit())
                    .isZero();
            assertThat(Program.text(out.resolve("icons.json"))).contains("A lighthouse");
        }

        private Program.Ended airport(String... more) {
            return icons(List.of("--name", "Airport", "--description", "Planes"), more);
        }

        private void refused(Program.Ended ended, String... messages) {
            assertThat(ended.exit()).as(ended.both()).isEqualTo(2);
            assertThat(ended.err()).contains(messages);
        }
    }

    private Program.Ended harbour(String... more) {
        return icons(List.of("--name", "Harbour", "--description", "Shipping dashboard"), more);
    }

    private Program.Ended icons(List<String> what, String... more) {
        List<String> args = new ArrayList<>(List.of("icons", "--size", "320x320"));
        args.addAll(what);
        args.addAll(List.of(more));
        return Program.talkingTo(server).run(out, args.toArray(String[]::new));
    }
}
