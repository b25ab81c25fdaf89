package dev.toolflow.benchmarks.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;

/** Writes replies in the form that the images API has them. For one thread. */
final class ReplyWriter {
    private static final String BEFORE = "{\"created\":1795000000,\"background\":\"opaque\",\"data\":[{\"b64_json\":\"";
    private static final String USAGE = "\"usage\":{\"input_tokens\":14,\"input_tokens_details\":{\"image_tokens\":0,"
            + "\"text_tokens\":14},\"output_tokens\":6240,\"total_tokens\":6254}}";
    private static final String AFTER =
            "\"}],\"output_format\":\"png\",\"quality\":\"high\",\"size\":\"1024x1024\"," + USAGE;
    private static final String EVENT = "event: image_generation.completed\n"
            + "data: {\"type\":\"image_generation.completed\",\"created_at\":1795000000,\"background\":\"opaque\","
            + "\"output_format\":\"png\",\"quality\":\"high\",\"size\":\"1024x1024\",\"b64_json\":\"";
    private static final String AFTER_EVENT = "\"," + USAGE + "\n\n";
    private static final int CHUNK = 64 * 1024;

    private final SocketChannel out;

    ReplyWriter(SocketChannel out) {
        this.out = out;
    }

    void text(String text) throws IOException {
        write(head("text/plain", "Content-Length: " + text.length()) + text);
    }

    /** In ASCII, and in one piece. */
    void json(String json) throws IOException {
        write(head("application/json", "Content-Length: " + json.length()) + json);
    }

    void whole(Picture picture, long number) throws IOException {
        try (FileChannel base64 = open(picture)) {
            long length = BEFORE.length() + base64.size() + Mark.LENGTH + AFTER.length();
            write(head("application/json", "Content-Length: " + length) + BEFORE);
            copy(base64, 0, Mark.AFTER);
            write(Mark.base64(number));
            copy(base64, Mark.AFTER, base64.size());
            write(AFTER);
        }
    }

    void chunked(Picture picture, long number) throws IOException {
        write(head("application/json", "Transfer-Encoding: chunked"));
        chunks(picture, number, BEFORE, AFTER);
    }

    void events(Picture picture, long number) throws IOException {
        write(head("text/event-stream", "Transfer-Encoding: chunked"));
        chunks(picture, number, EVENT, AFTER_EVENT);
    }

    private void chunks(Picture picture, long number, String before, String after) throws IOException {
        try (FileChannel base64 = open(picture)) {
            chunk(before.getBytes(StandardCharsets.US_ASCII));
            chunk(base64, 0, Mark.AFTER);
            chunk(Mark.base64(number));
            for (long at = Mark.AFTER; at < base64.size(); at += CHUNK) {
                chunk(base64, at, Math.min(base64.size(), at + CHUNK));
            }
            chunk(after.getBytes(StandardCharsets.US_ASCII));
            write("0\r\n\r\n");
        }
    }

    private void chunk(byte[] content) throws IOException {
        write(Integer.toHexString(content.length) + "\r\n");
        write(content);
        write("\r\n");
    }

    private void chunk(FileChannel file, long from, long to) throws IOException {
        write(Long.toHexString(to - from) + "\r\n");
        copy(file, from, to);
        write("\r\n");
    }

    private void copy(FileChannel file, long from, long to) throws IOException {
        for (long at = from; at < to; ) {
            at += file.transferTo(at, to - at, out);
        }
    }

    private static FileChannel open(Picture picture) throws IOException {
        return FileChannel.open(picture.base64(), StandardOpenOption.READ);
    }

    private static String head(String type, String length) {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nx-request-id: req_bench\r\n" + length + "\r\n\r\n";
    }

    private void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }
}
