package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryCommandTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path directory;

    @AfterEach
    void closeTheServer() {
        server.close();
    }

    @Nested
    class A_directory_that_was_given_to_durable {
        @Test
        void shows_the_pictures_of_its_runs() {
            brandKit("--size", "320x320");

            assertThat(GalleryCommand.directory(directory.toString()))
                    .isEqualTo(directory.resolve("images").toString());
        }

        @Test
        void without_a_picture_says_how_to_look_at_its_runs() {
            brandKit("--approve");

            var ended = Program.talkingTo(server).run("gallery", directory.toString());

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err())
                    .contains("STORE: " + directory + " keeps runs, and no picture")
                    .contains("runs list --store " + directory);
        }

        private void brandKit(String... options) {
            String[] all = new String[options.length + 3];
            System.arraycopy(options, 0, all, 3, options.length);
            all[0] = "brand-kit";
            all[1] = "--durable";
            all[2] = directory.toString();
            Program.talkingTo(server).run(all);
        }
    }
}
