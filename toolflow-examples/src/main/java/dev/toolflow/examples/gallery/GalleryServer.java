package dev.toolflow.examples.gallery;

import com.sun.net.httpserver.HttpServer;
import dev.toolflow.store.ImageStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Serves a store on 127.0.0.1, to be read and not to be changed. Thread-safe. */
public final class GalleryServer implements AutoCloseable {
    /** A thumbnail decodes a picture; so many at once fit into a small heap. */
    private static final int AT_ONCE = 3;

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final HttpServer server;
    private final ExecutorService threads;

    private GalleryServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts serving.
     *
     * @param store which
     * @param name of the store, for the page
     * @param port 0 takes a free one
     * @throws IOException if the port is taken
     */
    public static GalleryServer start(ImageStore store, String name, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, daemons());
        server.setExecutor(threads);
        server.createContext(
                "/", new Visits(new Routes(store, name), server.getAddress().getPort()));
        server.start();
        return new GalleryServer(server, threads);
    }

    /** Where the page is. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Ends at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static ThreadFactory daemons() {
        return task -> {
            Thread thread = new Thread(task, "toolflow-gallery");
            thread.setDaemon(true);
            return thread;
        };
    }
}
