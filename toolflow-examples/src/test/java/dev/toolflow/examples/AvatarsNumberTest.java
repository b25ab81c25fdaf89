package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
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

class AvatarsNumberTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path directory;

    private Path ada;

    @BeforeEach
    void nameTheDirectory() {
        ada = directory.resolve("team/ada");
    }

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Nested
    class Fewer_avatars_than_before {
        @Test
        void cost_nothing_and_the_files_that_are_too_many_go() throws IOException {
            avatars(8);
            byte[] fourth = Files.readAllBytes(ada.resolve("avatar-4.png"));
            int calls = server.requests().size();

            avatars(4);

            assertThat(server.requests()).hasSize(calls);
            assertThat(namesIn(ada))
                    .containsExactly("avatar-1.png", "avatar-2.png", "avatar-3.png", "avatar-4.png", "selfie.png");
            assertThat(ada.resolve("avatar-4.png")).hasBinaryContent(fourth);
        }

        @Test
        void of_the_same_sheet_cost_nothing_either() throws IOException {
            avatars(3);
            int calls = server.requests().size();

            avatars(2);

            assertThat(server.requests()).hasSize(calls);
            assertThat(namesIn(ada)).containsExactly("avatar-1.png", "avatar-2.png", "selfie.png");
        }

        @Test
        void do_not_lose_the_second_sheet() {
            avatars(8);
            int calls = server.requests().size();

            avatars(4);
            avatars(8);

            assertThat(server.requests()).hasSize(calls);
            assertThat(ada.resolve("avatar-8.png")).exists();
        }
    }

    @Nested
    class More_avatars_than_before {
        @Test
        void cost_the_second_sheet_alone_and_show_the_same_face() throws IOException {
            avatars(4);
            byte[] selfie = Files.readAllBytes(ada.resolve("selfie.png"));
            byte[] fourth = Files.readAllBytes(ada.resolve("avatar-4.png"));

            avatars(8);

            assertThat(server.requests("generate_image")).hasSize(1);
            assertThat(server.requests("write_variations")).hasSize(1);
            assertThat(server.requests("edit_image")).hasSize(2);
            assertThat(ada.resolve("selfie.png")).hasBinaryContent(selfie);
            assertThat(ada.resolve("avatar-4.png")).hasBinaryContent(fourth);
            assertThat(ada.resolve("avatar-8.png")).exists();
        }

        @Test
        void cost_nothing_where_the_sheet_has_them() {
            avatars(2);
            int calls = server.requests().size();

            avatars(4);

            assertThat(server.requests()).hasSize(calls);
            assertThat(ada.resolve("avatar-4.png")).exists();
        }
    }

    private void avatars(int images) {
        var ended = Program.talkingTo(server).run(ada.getParent(), args(images));
        assertThat(ended.exit()).as(ended.both()).isZero();
    }

    private String[] args(int images) {
        try {
            Path file = Files.writeString(
                    directory.resolve("team.json"), "[{\"name\": \"Ada\", \"bio\": \"Grows roses in Leeds.\"}]");
            List<String> args = new ArrayList<>(List.of("avatars", "--input", file.toString(), "--size", "320x320"));
            args.addAll(List.of("--images", String.valueOf(images)));
            return args.toArray(String[]::new);
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
