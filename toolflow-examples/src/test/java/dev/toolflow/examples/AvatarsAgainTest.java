package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        Path file = Files.writeString(directory.resolve("team.json"), personas);
        return Program.talkingTo(server).run(out, "avatars", "--input", file.toString(), "--size", "320x320");
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
