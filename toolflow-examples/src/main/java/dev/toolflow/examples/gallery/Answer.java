package dev.toolflow.examples.gallery;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.toolflow.image.ImageFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is sent back. Nothing in it can run, load anything from elsewhere, or be taken for another type. */
final class Answer implements AutoCloseable {
    private static final String NOTHING = "sandbox; default-src 'none'";
    private static final String PAGE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";

    private final int status;
    private final Content content;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Runnable closing = () -> {};

    private Answer(int status, String policy, Content content) {
        this.status = status;
        this.content = content;
        with("Content-Type", content.type());
        with("Content-Security-Policy", policy);
        with("X-Content-Type-Options", "nosniff");
        with("Referrer-Policy", "no-referrer");
        with("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** What a body is, how long, and where it comes from. */
    private record Content(String type, long length, Opening opening) {}

    /** Opens a body, which is closed when it was sent. */
    interface Opening {
        InputStream open() throws IOException;
    }

    /** A line of text. */
    static Answer text(int status, String line) {
        return new Answer(status, NOTHING, content("text/plain; charset=utf-8", line + "\n"));
    }

    /** The page. */
    static Answer page(String html) {
        return new Answer(200, PAGE, content("text/html; charset=utf-8", html)).with("Cache-Control", "no-store");
    }

    /** A picture of a sniffed format. Its address has its hash, so it never changes. */
    static Answer picture(ImageFormat format, long length, Opening opening) {
        return new Answer(200, NOTHING, new Content(format.mimeType(), length, opening))
                .with("Cache-Control", "private, max-age=86400, immutable");
    }

    /** This with a header more. */
    Answer with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** This, to be called so where a browser saves it: a name of hexadecimal digits and an ending, which needs no quoting. */
    Answer named(String fileName) {
        return with("Content-Disposition", "inline; filename=\"" + fileName + "\"");
    }

    /** This, and what to do when it was sent or nobody wants it. */
    Answer closing(Runnable action) {
        closing = action;
        return this;
    }

    @Override
    public void close() {
        closing.run();
    }

    void send(HttpExchange exchange) throws IOException {
        Headers sent = exchange.getResponseHeaders();
        headers.forEach(sent::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            sent.set("Content-Length", String.valueOf(content.length()));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        try (InputStream body = content.opening().open()) {
            exchange.sendResponseHeaders(status, content.length());
            body.transferTo(exchange.getResponseBody());
        }
    }

    private static Content content(String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Content(type, bytes.length, () -> new ByteArrayInputStream(bytes));
    }
}
