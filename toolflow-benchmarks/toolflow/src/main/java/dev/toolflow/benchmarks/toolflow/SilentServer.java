package dev.toolflow.benchmarks.toolflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes requests on 127.0.0.1 and answers none; counts its connections. Thread-safe. */
final class SilentServer implements AutoCloseable {
    private final Semaphore asked;
    private final ServerSocket listening;
    private final AtomicInteger open = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "silent-server");
        thread.setDaemon(true);
        return thread;
    });

    /** @param asked gets a permit for each connection that has sent something */
    SilentServer(Semaphore asked) {
        this.asked = asked;
        try {
            this.listening = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort() + "/v1";
    }

    int open() {
        return open.get();
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket socket = listening.accept();
                open.incrementAndGet();
                threads.execute(() -> read(socket));
            }
        } catch (IOException e) {
            threads.shutdown();
        }
    }

    /** Reads until the other side closes. */
    private void read(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream()) {
            if (in.read() >= 0) {
                asked.release();
            }
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A reset is how a client may end it, and as good as a close.
        } finally {
            open.decrementAndGet();
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the port stays open", e);
        }
    }
}
