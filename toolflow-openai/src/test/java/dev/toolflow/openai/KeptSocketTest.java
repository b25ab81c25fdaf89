package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeptSocketTest {
    private final KeptSocket socket = new KeptSocket(Duration.ZERO);
    private ServerSocket listener;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket.connect(listener.getLocalSocketAddress());
        server = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        server.close();
        listener.close();
    }

    @Test
    void is_open_until_the_server_closes_it() throws IOException {
        assertThat(socket.isClosed()).isFalse();
        answer();
        assertThat(socket.isClosed()).isFalse();
        assertThat(socket.getSoTimeout()).isZero();

        server.close();

        Awaitility.await().untilAsserted(() -> assertThat(socket.isClosed()).isTrue());
    }

    @Test
    void is_of_no_use_when_something_came_that_nobody_asked_for() throws IOException {
        answer();
        server.getOutputStream().write(7);

        Awaitility.await().untilAsserted(() -> assertThat(socket.isClosed()).isTrue());
    }

    @Test
    void loses_nothing_that_came_while_it_was_looked_at() throws IOException {
        InputStream in = answer();
        server.getOutputStream().write(new byte[] {7, (byte) 0xff, 9});
        Awaitility.await().untilAsserted(() -> assertThat(socket.isClosed()).isTrue());

        assertThat(in.available()).isEqualTo(3);
        assertThat(in.readNBytes(3)).containsExactly(7, 0xff, 9);
        assertThat(socket.isClosed()).isFalse();
        assertThat(socket.getSoTimeout()).isZero();
    }

    @Test
    void is_not_looked_at_while_an_answer_is_to_come() throws IOException {
        InputStream in = answer();
        socket.getOutputStream().write(1);
        server.getOutputStream().write(7);

        Awaitility.await().untilAsserted(() -> assertThat(in.available()).isEqualTo(1));
        assertThat(socket.isClosed()).isFalse();
        assertThat(in.read()).isEqualTo(7);
    }

    @Test
    void is_not_looked_at_before_it_was_idle() throws IOException {
        try (KeptSocket patient = new KeptSocket(Duration.ofDays(1))) {
            patient.connect(listener.getLocalSocketAddress());
            listener.accept().close();

            assertThat(patient.getInputStream().read()).isEqualTo(-1);
            assertThat(patient.isClosed()).isFalse();
        }
    }

    @Test
    void is_closed_while_it_is_at_work() throws Exception {
        FutureTask<Throwable> reading = new FutureTask<>(
                () -> Assertions.catchThrowable(() -> socket.getInputStream().read()));
        Thread thread = new Thread(reading);
        thread.setDaemon(true);
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.RUNNABLE && reads(thread));

        assertThat(socket.isClosed()).isFalse();
        socket.close();

        assertThat(reading.get()).isInstanceOf(SocketException.class);
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void that_was_left_is_closed_all_the_same() throws IOException {
        answer();
        server.close();
        Awaitility.await().untilAsserted(() -> assertThat(socket.isClosed()).isTrue());

        socket.close();

        assertThat(socket.isClosed()).isTrue();
        Assertions.assertThatThrownBy(socket::getInputStream).isInstanceOf(SocketException.class);
    }

    /** What a server sent was read, and nothing was sent since. */
    private InputStream answer() throws IOException {
        InputStream in = socket.getInputStream();
        server.getOutputStream().write(7);
        assertThat(in.read()).isEqualTo(7);
        return in;
    }

    private static boolean reads(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals("socketRead0")
                    || frame.getMethodName().equals("implRead")) {
                return true;
            }
        }
        return false;
    }
}
