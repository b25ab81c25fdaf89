package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.RunPhase;
import dev.toolflow.tool.Secret;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code runs …} on what is not there, or cannot be read. */
class RunsBadInputTest {
    private static final byte[] KEY =
            "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    private static Program.Ended runs(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "runs";
        System.arraycopy(args, 0, all, 1, args.length);
        return Program.withoutEnvironment().run(all);
    }

    private String file() {
        return directory.resolve("runs.db").toString();
    }

    @Nested
    class A_store {
        @Test
        void is_not_made_by_looking_for_it() {
            Program.Ended ended = runs("list", "--store", file());

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains("keeps no runs (there is no such file)", "--durable");
            assertThat(directory).isEmptyDirectory();
        }

        @Test
        void is_missed_in_a_directory_without_one() {
            assertThat(runs("list", "--store", directory.toString()).err()).contains("it has no runs.db");
        }

        @Test
        void that_is_another_file_is_refused_and_left_as_it_is() throws IOException {
            Path text = Files.writeString(directory.resolve("notes.txt"), "no database ".repeat(1_000));

            Program.Ended ended = runs("list", "--store", text.toString());

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err()).contains("notes.txt");
            assertThat(text).hasContent("no database ".repeat(1_000));
        }

        @ParameterizedTest
        @ValueSource(strings = {"jdbc:mysql://root:secret@db/x?password=secret", "s3://bucket/prefix", "http://db/x"})
        void of_another_kind_is_refused_without_its_password(String address) {
            Program.Ended ended = runs("list", "--store", address);

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err()).contains("jdbc:postgresql://").doesNotContain("secret");
        }

        @Test
        @Timeout(25)
        void that_does_not_answer_is_told_soon_and_without_its_password() throws IOException {
            int free;
            try (ServerSocket socket = new ServerSocket(0)) {
                free = socket.getLocalPort();
            }

            Program.Ended ended =
                    runs("list", "--store", "jdbc:postgresql://127.0.0.1:" + free + "/runs?user=me&password=secret");

            assertThat(ended.exit()).isEqualTo(1);
            assertThat(ended.err()).isNotBlank().doesNotContain("secret");
        }

        @Test
        void must_be_named() {
            assertThat(runs("list").exit()).isEqualTo(2);
            assertThat(runs("list", "--store", " ").err()).contains("--store: must name a directory");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "cancel", "export"})
    void an_unknown_run_is_bad_usage(String command) {
        new KeptStore(Path.of(file())).close();

        Program.Ended ended = runs(command, "nobody", "--store", file());

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).contains("keeps no run 'nobody'");
    }

    @Test
    void without_a_command_the_commands_are_told() {
        assertThat(runs().err()).contains("list, show, resume, cancel, approve, fork, export or purge");
    }

    @Nested
    class Encrypted {
        private final PayloadCodec codec =
                PayloadCodec.aesGcm("k1", Secret.of(Base64.getEncoder().encodeToString(KEY)));

        private void keep() {
            try (KeptStore store = new KeptStore(Path.of(file()), codec)) {
                store.run("tea-1", "brand-kit", null)
                        .called("palette", "gpt-5.4-mini", "0.0012")
                        .moved(RunPhase.FAILED)
                        .write();
            }
        }

        private Path keyFile(String text) throws IOException {
            return Files.writeString(directory.resolve("keys"), text);
        }

        @Test
        void payloads_are_read_with_their_key() throws IOException {
            keep();
            Path keys = keyFile("k2 " + Base64.getEncoder().encodeToString(new byte[32]) + "\nk1 "
                    + Base64.getEncoder().encodeToString(KEY) + "\n");

            Program.Ended ended = runs("export", "tea-1", "--store", file(), "--key-file", keys.toString());

            assertThat(Program.json(ended.out()).at("/input/product").asText()).isEqualTo("tea");
        }

        @Test
        void without_a_key_the_rest_is_told_and_what_cannot_be_read_says_why() {
            keep();

            Program.Ended ended = runs("export", "tea-1", "--store", file());

            assertThat(ended.exit()).as(ended.both()).isZero();
            assertThat(Program.json(ended.out()).at("/input/unreadable").asText())
                    .isNotEmpty();
            assertThat(Program.json(ended.out()).at("/run/phase").asText()).isEqualTo("FAILED");
            assertThat(ended.both()).doesNotContain("tea\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "c2VjcmV0", "k1 c2VjcmV0c2VjcmV0", "k1 ***secret***"})
        void a_file_without_a_key_is_refused_and_not_repeated(String text) throws IOException {
            keep();

            Program.Ended ended = runs(
                    "show",
                    "tea-1",
                    "--store",
                    file(),
                    "--key-file",
                    keyFile(text).toString());

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.err())
                    .contains("--key-file: ", "32 bytes in base64")
                    .doesNotContain("c2Vj", "secret");
        }
    }
}
