package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IconsCommandTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path out;

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Nested
    class Icons {
        @Test
        void are_drawn_in_one_call_from_a_prompt_that_is_written_first() {
            var ended = harbour("--variants", "3");

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(server.requests("write_icon_prompt").get(0).body().toString())
                    .contains("Harbour", "Shipping dashboard");
            assertThat(server.requests("generate_image"))
                    .singleElement()
                    .satisfies(call -> assertThat(call.body().path("n").asInt()).isEqualTo(3));
            assertThat(out.resolve("icon-3.png")).exists();
            assertThat(out.resolve("icon-4.png")).doesNotExist();
            assertThat(out.resolve("icon.png")).doesNotExist();
        }

        @Test
        void are_drawn_from_a_given_prompt_without_a_chat_call() {
            harbour("--prompt", "A lighthouse, two colours", "--variants", "2");

            assertThat(server.requests("write_icon_prompt")).isEmpty();
            assertThat(server.requests("generate_image")
                            .get(0)
                            .body()
                            .path("prompt")
                            .asText())
                    .isEqualTo("A lighthouse, two colours");
        }

        @Test
        void are_looked_at_by_a_model_only_when_that_is_asked_for() {
            harbour("--variants", "2");
            assertThat(server.requests("audit_image")).isEmpty();

            harbour("--variants", "4", "--vision-audit");
            assertThat(server.requests("audit_image")).hasSize(1);
        }
    }

    @Nested
    class The_prompt {
        @Test
        void is_shown_and_no_image_made() {
            var ended = harbour("--show-prompt");

            assertThat(ended.exit()).isZero();
            assertThat(ended.out()).isNotBlank();
            assertThat(server.requests("generate_image")).isEmpty();
            assertThat(out).isEmptyDirectory();
        }

        @Test
        void is_shown_as_json_where_that_is_wanted() {
            var ended = harbour("--show-prompt", "--json");

            assertThat(Program.json(ended.out()).path("prompt").asText()).isNotBlank();
        }

        @Test
        void that_was_given_is_shown_without_any_call() {
            var ended = harbour("--show-prompt", "--prompt", "A lighthouse");

            assertThat(ended.out()).isEqualTo("A lighthouse\n");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Nested
    class The_picked_icon {
        @Test
        void is_kept_from_what_is_there_without_a_call() {
            harbour("--variants", "2");
            int calls = server.requests().size();

            var ended = Program.talkingTo(server).run(out, "icons", "--pick", "2");

            assertThat(ended.exit()).isZero();
            assertThat(ended.out()).contains("picked    " + out.resolve("icon.png"));
            assertThat(out.resolve("icon.png")).hasSameBinaryContentAs(out.resolve("icon-2.png"));
            assertThat(server.requests()).hasSize(calls);
        }

        @Test
        void is_kept_from_what_is_there_when_the_whole_line_is_given_again() {
            harbour("--variants", "2");
            int calls = server.requests().size();

            harbour("--variants", "2", "--pick", "1");

            assertThat(out.resolve("icon.png")).hasSameBinaryContentAs(out.resolve("icon-1.png"));
            assertThat(server.requests()).hasSize(calls);
        }

        @Test
        void is_kept_at_once_where_nothing_was_there() {
            harbour("--variants", "2", "--pick", "1");

            assertThat(out.resolve("icon.png")).hasSameBinaryContentAs(out.resolve("icon-1.png"));
        }

        @Test
        void is_asked_for_only_where_none_is_picked() {
            assertThat(harbour("--variants", "2").out()).contains("2 variants; keep one with --pick");
            assertThat(harbour("--variants", "2", "--again", "--pick", "1").out())
                    .contains("2 variants", "picked    " + out.resolve("icon.png"))
                    .doesNotContain("keep one with --pick");
        }

        @Test
        void is_shown_in_the_report_and_another_in_its_place() {
            harbour("--variants", "2");
            assertThat(kept()).isEmpty();

            Program.talkingTo(server).run(out, "icons", "--pick", "2");
            assertThat(kept()).containsExactly("icon-2.png");

            Program.talkingTo(server).run(out, "icons", "--pick", "1");
            assertThat(kept()).containsExactly("icon-1.png");
        }

        @Test
        void is_shown_in_the_report_when_it_is_picked_at_once() {
            harbour("--variants", "2", "--pick", "2");

            assertThat(kept()).containsExactly("icon-2.png");
        }

        private List<String> kept() {
            return Pattern.compile("data-file=\"([^\"]+)\">kept as icon\\.png<")
                    .matcher(Program.text(out.resolve("report.html")))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        }

        @Test
        void is_never_one_of_another_thing() {
            harbour("--variants", "2");
            int calls = server.requests().size();

            var ended = Program.talkingTo(server)
                    .run(out, "icons", "--name", "Airport", "--description", "Planes", "--pick", "1");

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains("are of another name, description, prompt");
            assertThat(server.requests()).hasSize(calls);
        }

        @Test
        void must_be_there() {
            harbour("--variants", "2");

            var ended = Program.talkingTo(server).run(out, "icons", "--pick", "4");

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains("there is no variant 4", "only icon-1, icon-2");
        }
    }

    private Program.Ended harbour(String... more) {
        List<String> args = new ArrayList<>(
                List.of("icons", "--name", "Harbour", "--description", "Shipping dashboard", "--size", "320x320"));
        args.addAll(List.of(more));
        return Program.talkingTo(server).run(out, args.toArray(String[]::new));
    }
}
