package dev.toolflow.testkit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 (RFC 9112) on one socket, as much as a fake needs, and what the JDK's server cannot do: reset, cut a body at a
 * byte, notice that the client has gone. Used by one thread.
 */
final class Wire {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LARGEST_BODY = 900 * 1024 * 1024;

    private final Socket socket;
    private final BufferedInputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        this.out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
    }

    /** Returns the next request's head; empty when the client has closed. */
    Optional<RequestHead> readHead() throws IOException {
        String first = line();
        if (first == null) {
            return Optional.empty();
        }
        String[] words = first.split(" ", 0);
        if (words.length != 3) {
            throw new IOException("not an HTTP request line");
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not an HTTP header line");
            }
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).trim());
        }
        return Optional.of(new RequestHead(words[0], words[1], headers));
    }

    byte[] readBody(RequestHead head) throws IOException {
        if (head.says("expect", "100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        if (head.says("transfer-encoding", "chunked")) {
            return readChunks();
        }
        return readExactly(Long.parseLong(head.header("content-length").orElse("0")));
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line();
            if (size == null) {
                throw new EOFException("the request ends within a chunk");
            }
            int length = Integer.parseInt(size.split(";", 0)[0].trim(), 16);
            body.write(readExactly(length));
            line();
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private byte[] readExactly(long length) throws IOException {
        if (length < 0 || length > LARGEST_BODY) {
            throw new IOException("a request body of " + length + " bytes is more than the fake takes");
        }
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException("the request ends within its body");
        }
        return bytes;
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() > LONGEST_LINE) {
                return null;
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Sends a whole reply. */
    void send(Reply reply) throws IOException {
        long length = reply.body().length();
        head(reply, length);
        if (length >= 0) {
            reply.body().writeTo(out);
        } else {
            ChunkedOutput chunks = new ChunkedOutput(out);
            reply.body().writeTo(chunks);
            chunks.finish();
        }
        out.flush();
    }

    /** Announces the whole reply, but sends only {@code bytes} of its body; negative means half of it. */
    void sendPart(Reply reply, long bytes) throws IOException {
        long announced = reply.body().length();
        long length = announced < 0 ? reply.measured() : announced;
        head(reply, announced);
        long sent = Math.min(bytes < 0 ? length / 2 : bytes, Math.max(0, length - 1));
        OutputStream to = announced < 0 ? new ChunkedOutput(out) : out;
        try {
            reply.body().writeTo(new LimitedOutput(to, sent));
        } catch (LimitedOutput.Full e) {
            out.flush();
        }
        out.flush();
    }

    /** Sends a body whose end is never announced. */
    void sendUnfinished(Reply reply) throws IOException {
        head(reply, -1);
        reply.body().writeTo(new ChunkedOutput(out));
        out.flush();
    }

    private void head(Reply reply, long length) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Fake\r\n");
        reply.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append(length < 0 ? "transfer-encoding: chunked" : "content-length: " + length)
                .append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Closes with a TCP reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /**
     * Waits up to {@code millis} (0: for ever) while listening to the client.
     *
     * @return false if the client closed the connection meanwhile
     */
    boolean idle(int millis) throws IOException {
        socket.setSoTimeout(millis);
        in.mark(1);
        try {
            if (in.read() < 0) {
                return false;
            }
            in.reset();
            return true;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (SocketException e) {
            if (socket.isClosed()) {
                throw e;
            }
            return false; // a client that leaves with bytes unread resets the connection
        } finally {
            if (!socket.isClosed()) {
                socket.setSoTimeout(0);
            }
        }
    }
}
