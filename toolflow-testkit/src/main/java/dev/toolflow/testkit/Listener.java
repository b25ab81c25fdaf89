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
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 1024;
    private static final int SECONDS_TO_END = 10;

    private final ServerSocket server;
    private final Desk desk;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger made = new AtomicInteger();
    private final ExecutorService pool = Executors.newCachedThreadPool(this::thread);
    private volatile boolean closed;

    Listener(int port, Desk desk) {
        this.desk = desk;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " on 127.0.0.1 cannot be opened; 0 takes a free one", e);
        }
        pool.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "fake-openai-" + made.incrementAndGet());
        thread.setDaemon(true);
        threads.removeIf(old -> old.getState() == Thread.State.TERMINATED);
        threads.add(thread);
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
        awaitThreads();
    }

    /** The pool calls itself terminated a moment before its last thread has ended: the threads themselves are waited for. */
    private void awaitThreads() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_END);
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (threads.stream().anyMatch(Thread::isAlive)) {
            log.warn("threads of the fake server did not end within {} s", SECONDS_TO_END);
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
