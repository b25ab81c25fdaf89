package dev.toolflow.benchmarks;

import dev.toolflow.benchmarks.server.StubServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The server in its process, as the harness sees it. */
final class Server implements AutoCloseable {
    private static final int BLOCK = 256 * 1024;
    private static final int REQUESTS = 20;
    private static final int CHATS = 2_000;

    private final OtherJvm process;
    private final String address;

    private Server(OtherJvm process, String address) {
        this.process = process;
        this.address = address;
    }

    static Server start(Layout layout) {
        OtherJvm process = OtherJvm.start(
                List.of(
                        "-Xmx512m",
                        "-cp",
                        Layout.ownJar().toString(),
                        StubServer.class.getName(),
                        layout.pictures().toString()),
                layout.log("server"));
        return new Server(process, "http://127.0.0.1:" + Integer.parseInt(process.readLine()));
    }

    String baseUrl() {
        return address + "/v1";
    }

    /** From now on pictures of so many MiB are sent; 0 stands for a tiny one. */
    void serve(int mebibytes, String framing) {
        get("/serve/" + mebibytes + "/" + framing);
    }

    /** From now on a chat is answered after so many milliseconds. */
    void delayChats(int milliseconds) {
        get("/latency/" + milliseconds);
    }

    /** How many connections brought a chat, and how many chats came, since the server began. */
    long[] traffic() {
        return Arrays.stream(get("/traffic").split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** How many chats a second the server answers to one connection, one after the other. */
    long chatCeiling() {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"job-1-0\"}]}";
        long began = System.nanoTime();
        try {
            for (int i = 0; i < CHATS; i++) {
                try (InputStream reply = post(baseUrl() + "/chat/completions", body)) {
                    reply.readAllBytes();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not answer", e);
        }
        return CHATS * 1_000_000_000L / (System.nanoTime() - began);
    }

    /** What the server, warm, can send to one connection where the bytes are thrown away, in MB of body a second. */
    long ceiling() {
        received();
        return received();
    }

    /** What was received in a second of requests one after the other. */
    private long received() {
        byte[] block = new byte[BLOCK];
        long bytes = 0;
        long began = System.nanoTime();
        try {
            for (int i = 0; i < REQUESTS; i++) {
                try (InputStream body = post(baseUrl() + "/images/generations", "{}")) {
                    for (int count = body.read(block); count >= 0; count = body.read(block)) {
                        bytes += count;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not answer", e);
        }
        return bytes * 1000 / (System.nanoTime() - began);
    }

    private static InputStream post(String url, String body) throws IOException {
        HttpURLConnection call = (HttpURLConnection) URI.create(url).toURL().openConnection();
        call.setRequestMethod("POST");
        call.setDoOutput(true);
        try (OutputStream out = call.getOutputStream()) {
            out.write(body.getBytes(StandardCharsets.US_ASCII));
        }
        return call.getInputStream();
    }

    /** The length of the last upload's body and the hash of the picture in it. */
    String lastUpload() {
        return get("/upload");
    }

    private String get(String path) {
        try (InputStream body = URI.create(address + path).toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("the server does not answer", e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
