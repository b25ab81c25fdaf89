package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFileTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("ledger.jsonl");
    }

    @Test
    void a_server_goes_on_with_the_ledger_of_the_one_before() throws Exception {
        Ledger first = billedTwice();

        try (FakeOpenAiServer server = start()) {
            assertThat(server.ledger()).isEqualTo(first);
            new Client(server).post(Endpoint.IMAGE_GENERATIONS, Client.picture());
            assertThat(server.ledger().calls())
                    .hasSize(3)
                    .startsWith(first.calls().toArray(BilledCall[]::new));
        }
    }

    @Test
    void a_call_is_on_disk_before_its_reply_is_here() throws Exception {
        try (FakeOpenAiServer server = start()) {
            String id = new Client(server)
                    .post(Endpoint.CHAT_COMPLETIONS, Client.palette())
                    .headers()
                    .firstValue("x-request-id")
                    .orElseThrow();

            assertThat(Files.readAllLines(file)).singleElement().asString().contains(id);
        }
    }

    @Test
    void a_line_that_was_not_finished_is_cut_off() throws Exception {
        Ledger first = billedTwice();
        Files.writeString(file, "{\"requestId\":\"req_", StandardOpenOption.APPEND);

        try (FakeOpenAiServer server = start()) {
            new Client(server).post(Endpoint.CHAT_COMPLETIONS, Client.palette());
            assertThat(server.ledger().calls())
                    .hasSize(3)
                    .startsWith(first.calls().toArray(BilledCall[]::new));
        }
        assertThat(Files.readAllLines(file)).hasSize(3);
    }

    @Test
    void a_file_that_cannot_be_used_is_named() {
        assertThatThrownBy(() -> FakeOpenAiServer.builder().ledger(directory).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(directory.toString());
    }

    private Ledger billedTwice() throws Exception {
        try (FakeOpenAiServer server = start()) {
            Client client = new Client(server);
            client.post(Endpoint.CHAT_COMPLETIONS, Client.palette());
            client.post(Endpoint.IMAGE_GENERATIONS, Client.picture());
            return server.ledger();
        }
    }

    private FakeOpenAiServer start() {
        return FakeOpenAiServer.builder().ledger(file).start();
    }
}
