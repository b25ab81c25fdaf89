package dev.toolflow.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;

/** A server on loopback that does with the socket what a test says, byte by byte. The last reaction repeats. */
final class RawServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Deque<Reaction> reactions = new ConcurrentLinkedDeque<>();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** What happens when a request came in; returns whether the connection goes on. */
    @FunctionalInterface
    interface Reaction {
        boolean react(Socket socket) throws IOException, InterruptedException;
    }

    RawServer(Reaction... reactions) {
        this(ServerSocketFactory.getDefault(), reactions);
    }

    private RawServer(ServerSocketFactory listeners, Reaction... reactions) {
        this.reactions.addAll(List.of(reactions));
        try {
            listener = listeners.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** One whose address begins with https, with the {@link Certificate}. */
    static RawServer withTls(Reaction... reactions) {
        return new RawServer(Certificate.server().getServerSocketFactory(), reactions);
    }

    static RawServer answering(String body) {
        return new RawServer(json(200, body));
    }

    static Reaction json(int status, String body, String... headers) {
        return bytes(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static Reaction bytes(int status, byte[] body, String... headers) {
        return socket -> {
            head(socket, status, body.length, headers);
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            return true;
        };
    }

    /** Says it will send all of the body, sends its start, and closes. */
    static Reaction cut(String body, int sent) {
        return socket -> {
            byte[] all = body.getBytes(StandardCharsets.UTF_8);
            head(socket, 200, all.length);
            socket.getOutputStream().write(all, 0, sent);
            socket.getOutputStream().flush();
            return false;
        };
    }

    static Reaction reset() {
        return socket -> {
            socket.setSoLinger(true, 0);
            return false;
        };
    }

    /** Answers nothing until the latch opens. */
    static Reaction silent(CountDownLatch until) {
        return socket -> {
            until.await();
            return false;
        };
    }

    static void head(Socket socket, int status, long length, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
        if (List.of(headers).stream().noneMatch(header -> header.startsWith("content-type"))) {
            head.append("content-type: application/json\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("content-length: ").append(length).append("\r\n\r\n");
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
    }

    URI url() {
        String scheme = listener instanceof SSLServerSocket ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort() + "/v1");
    }

    /** Head and body of each request, as Latin-1. */
    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            requireClosed(e);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            boolean open = true;
            while (open) {
                String request = read(socket.getInputStream());
                if (request.isEmpty()) {
                    return;
                }
                requests.add(request);
                Reaction reaction = reactions.size() > 1 ? reactions.poll() : reactions.peek();
                open = reaction.react(socket);
            }
        } catch (IOException | InterruptedException e) {
            // The client went away, which many tests are about.
            sockets.remove(socket);
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                return "";
            }
            head.write(octet);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int length = text.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    private void requireClosed(IOException e) {
        if (!listener.isClosed()) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
