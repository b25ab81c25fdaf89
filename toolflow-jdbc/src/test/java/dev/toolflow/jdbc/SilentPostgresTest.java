package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.PatientStores.LONG;
import static dev.toolflow.jdbc.PatientStores.SHORT;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.run.RunStoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the server takes connections and never answers: the timeout of each test asserts that no call takes too long. */
@Timeout(60)
class SilentPostgresTest {
    private ServerSocket silent;
    private PatientStores stores;

    @BeforeEach
    void listen() throws IOException {
        silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        stores =
                new PatientStores("jdbc:postgresql://127.0.0.1:%d/runs?user=postgres".formatted(silent.getLocalPort()));
    }

    @AfterEach
    void close_it() throws IOException {
        stores.close();
        silent.close();
    }

    @Test
    void the_wait_ends_with_what_to_do() {
        assertThatThrownBy(() -> stores.store(SHORT))
                .isExactlyInstanceOf(RunStoreException.class)
                .hasMessageContainingAll("opening the store", "nothing was written");
    }

    @Test
    void an_interrupt_ends_the_wait() throws Exception {
        Interrupted opening = Interrupted.in(() -> stores.store(LONG));
        opening.interrupt();

        opening.assertThatItSaid("nothing was written");
    }
}
