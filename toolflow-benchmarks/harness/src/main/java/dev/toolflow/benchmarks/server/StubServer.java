package dev.toolflow.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The server, a process of its own on loopback: a thread for each connection, replies sent by the operating system from its
 * page cache. {@code GET /serve/<MiB>/<length|chunked>} says what is sent from then on; {@code POST /v1/images/generations}
 * answers with it, as events where the request asks for a stream; {@code …/edits} takes an upload and answers with a tiny
 * picture; {@code GET /upload} says what the last upload was. {@code POST /v1/chat/completions} answers a chat, after so many
 * milliseconds as {@code GET /latency/<ms>} said; {@code GET /traffic} says how many chats came by how many connections.
 */
public final class StubServer {
    private final Path directory;
    private final Map<Integer, Picture> pictures = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile Upload lastUpload = Upload.NONE;
    private volatile int size;
    private volatile boolean chunked;
    private final Traffic traffic = new Traffic();
    private volatile long latencyMillis;

    private StubServer(Path directory) {
        this.directory = directory;
    }

    /** Serves the pictures of a directory, prints its port, and ends when its input does. */
    public static void main(String[] arguments) throws IOException {
        StubServer server = new StubServer(Path.of(arguments[0]));
        ServerSocketChannel socket =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        Thread accepting = new Thread(() -> server.accept(socket), "accept");
        accepting.setDaemon(true);
        accepting.start();
        System.out.println(socket.socket().getLocalPort());
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }

    private void accept(ServerSocketChannel socket) {
        try {
            while (true) {
                SocketChannel connection = socket.accept();
                Thread serving = new Thread(() -> serve(connection), "connection");
                serving.setDaemon(true);
                serving.start();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the server cannot accept connections", e);
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Requests requests = new Requests(connection);
            ReplyWriter replies = new ReplyWriter(connection);
            boolean chatted = false;
            while (requests.next()) {
                if (requests.path().endsWith("/chat/completions")) {
                    traffic.request(!chatted);
                    chatted = true;
                    chat(requests, replies);
                } else {
                    answer(requests, replies);
                }
            }
        } catch (IOException | RuntimeException e) {
            System.err.println("connection ended: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void chat(Requests request, ReplyWriter replies) throws IOException, InterruptedException {
        String reply = ChatReply.to(request.body());
        if (latencyMillis > 0) {
            Thread.sleep(latencyMillis);
        }
        replies.json(reply);
    }

    private void answer(Requests request, ReplyWriter replies) throws IOException {
        if (told(request.path().split("/", -1), replies)) {
            return;
        }
        byte[] body = request.body();
        boolean edit = request.path().endsWith("/edits");
        if (edit) {
            lastUpload = Upload.of(body);
        }
        send(replies, edit ? 0 : size, !edit && Requests.contains(body, "\"stream\":true"));
    }

    /** Whether the harness asked or told something; it then has its answer. */
    private boolean told(String[] path, ReplyWriter replies) throws IOException {
        String answer = "ok";
        switch (path[1]) {
            case "serve" -> {
                size = Integer.parseInt(path[2]);
                chunked = path[3].equals("chunked");
            }
            case "latency" -> latencyMillis = Long.parseLong(path[2]);
            case "traffic" -> answer = traffic.toString();
            case "upload" -> answer = lastUpload.toString();
            default -> {
                return false;
            }
        }
        replies.text(answer);
        return true;
    }

    private void send(ReplyWriter replies, int mebibytes, boolean stream) throws IOException {
        Picture picture = pictures.computeIfAbsent(mebibytes, some -> Picture.of(directory, some));
        if (stream) {
            replies.events(picture, sent.incrementAndGet());
        } else if (chunked) {
            replies.chunked(picture, sent.incrementAndGet());
        } else {
            replies.whole(picture, sent.incrementAndGet());
        }
    }
}
