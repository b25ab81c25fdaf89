package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvatarsAgainTest {
    private static final String ADA = "[{\"name\": \"Ada\", \"bio\": \"Grows roses in Leeds.\"}]";
    private static final String BOB = "[{\"name\": \"Bob\", \"bio\": \"Repairs clocks in Bern.\"}]";

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

    private Program.Ended avatars(String personas) throws IOException {
        return avatars(server, personas);
    }

    private Program.Ended avatars(FakeOpenAiServer asked, String personas, String... more) throws IOException {
        return avatars(Program.talkingTo(asked), personas, more);
    }

    private Program.Ended avatars(Program program, String personas, String... more) throws IOException {
        Path file = Files.writeString(directory.resolve("team.json"), personas);
        List<String> args = new ArrayList<>(List.of("avatars", "--input", file.toString(), "--size", "320x320"));
        args.addAll(List.of(more));
        return program.run(out, args.toArray(String[]::new));
    }

    @Nested
    class Run_again {
        @Test
        void it_puts_back_what_the_store_lost_without_a_call() throws IOException {
            avatars(ADA);
            Path stored = stored(out.resolve("ada/avatar-2.png"));
            Files.delete(stored);

            var ended = avatars(ADA);

            assertThat(server.requests()).hasSize(3);
            assertThat(stored).hasSameBinaryContentAs(out.resolve("ada/avatar-2.png"));
            assertThat(ended.out()).contains("Ada  done before");
            assertThat(ended.both()).doesNotContain("no thumbnail");
        }

        @Test
        void it_makes_again_what_the_store_lost_where_the_file_is_another_picture() throws IOException {
            avatars(ADA);
            Path selfie = out.resolve("ada/selfie.png");
            Files.delete(stored(selfie));
            byte[] other = Files.readAllBytes(selfie);
            other[other.length - 1]++;
            Files.write(selfie, other);

            var ended = avatars(ADA);

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(server.requests("generate_image")).hasSize(2);
            assertThat(stored(selfie)).exists();
        }

        /** Where the store keeps the picture that this file is a copy of. */
        private Path stored(Path file) throws IOException {
            byte[] digest = sha256(Files.readAllBytes(file));
            String hash = HexFormat.of().formatHex(digest);
            return out.resolve("store")
                    .resolve("sha256")
                    .resolve(hash.substring(0, 2))
                    .resolve(hash + ".png");
        }

        private static byte[] sha256(byte[] content) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(content);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void the_report_names_the_server_that_made_the_pictures() throws IOException {
            avatars(ADA);
            try (FakeOpenAiServer another = FakeOpenAiServer.start()) {
                var ended = avatars(another, ADA);

                assertThat(ended.out()).contains("Ada  done before");
                assertThat(Program.text(out.resolve("report.html")))
                        .contains("<dd>the server at " + server.baseUrl() + "</dd>")
                        .doesNotContain(another.baseUrl().toString());
            }
        }

        @Test
        void the_report_names_both_servers_where_another_made_the_rest() throws IOException {
            avatars(ADA);
            try (FakeOpenAiServer another = FakeOpenAiServer.start()) {
                avatars(another, ADA, "--images", "8");

                assertThat(another.requests()).hasSize(1);
                assertThat(Program.text(out.resolve("report.html")))
                        .contains("<dd>the server at " + server.baseUrl() + ", the server at " + another.baseUrl()
                                + "</dd>");
            }
        }

        @Test
        void pictures_that_are_made_up_are_not_taken_for_real_ones() throws IOException {
            avatars(Program.withoutEnvironment(), ADA);

            var ended = avatars(ADA);

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err())
                    .contains("--out: the pictures of Ada in " + out + " were made by the built-in fake server")
                    .contains("choose another --out");
            assertThat(server.requests()).isEmpty();
        }

        @Test
        void pictures_that_were_paid_for_are_shown_without_a_key_and_not_made_up_anew() throws IOException {
            avatars(ADA);

            var shown = avatars(Program.withoutEnvironment(), ADA);
            var refused = avatars(Program.withoutEnvironment(), ADA, "--images", "8");

            assertThat(shown.exit()).as(shown.both()).isZero();
            assertThat(Program.text(out.resolve("report.html"))).doesNotContain("made up");
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err()).contains("were made by the server at " + server.baseUrl());
        }

        @Test
        void it_sends_nothing_while_another_run_makes_the_files() throws IOException {
            avatars(ADA);
            try (OutputLock other = OutputLock.of(out)) {
                assertThat(other).isNotNull();

                var ended = avatars(BOB);

                assertThat(ended.exit()).isEqualTo(2);
                assertThat(ended.err()).contains("--out: another run is making files in " + out);
            }
            assertThat(server.requests()).hasSize(3);
            assertThat(avatars(BOB).exit()).isZero();
        }
    }
}
