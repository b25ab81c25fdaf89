package dev.toolflow.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections on loopback and serves each on a daemon thread of its own, until closed. Thread-safe. */
final class Listener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 1024;
    private static final int SECONDS_TO_END = 10;

    private final ServerSocket server;
    private final Desk desk;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService pool = Executors.newCachedThreadPool(this::thread);
    private volatile boolean closed;

    Listener(int port, Desk desk) {
        this.desk = desk;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " on 127.0.0.1 cannot be opened; 0 takes a free one", e);
        }
        pool.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "fake-openai-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (!closed) {
            try {
                admit(server.accept());
            } catch (IOException e) {
                if (!closed) {
                    log.warn("a connection could not be accepted", e);
                }
            }
        }
    }

    private void admit(Socket socket) {
        open.add(socket);
        try {
            pool.execute(() -> converse(socket));
        } catch (RejectedExecutionException e) {
            log.debug("a connection came while closing: {}", e.toString());
            quietly(socket);
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Wire wire = new Wire(socket);
            boolean more = !closed;
            while (more) {
                Optional<RequestHead> head = wire.readHead();
                more = head.isPresent() && desk.serve(head.get(), wire);
            }
        } catch (IOException e) {
            if (!closed) {
                log.debug("a connection ended early: {}", e.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("the fake server failed; the connection is closed", e);
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        closed = true;
        desk.closing().countDown();
        quietly(server);
        pool.shutdownNow();
        open.forEach(Listener::quietly);
        try {
            if (!pool.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                log.warn("threads of the fake server did not end within {} s", SECONDS_TO_END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            log.debug("closing failed: {}", e.toString());
        }
    }
}
