package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.store.ImageStore;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Allocation is repeatable where time is not, so that a loss is seen here and not only by the benchmark. The bounds hold without
 * C2, which halves what a picture costs once it is done with it, and may not be done in time.
 */
@Timeout(120)
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20;
    private static final int PICTURES = 3;
    private static final int CHUNK = 16 * 1024;

    private static final int CHAT_CALLS = 300;
    private static final String CHAT = """
            {"id": "chatcmpl-1", "object": "chat.completion", "created": 1795000000, "model": "gpt-5.4-mini", "choices": [{
             "index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant", "content": null, "tool_calls": [{
             "id": "call_1", "type": "function", "function": {"name": "generate_palette",
             "arguments": "{\\"colors\\":[\\"leaf\\",\\"paper\\"]}"}}]}}],
             "usage": {"prompt_tokens": 182, "completion_tokens": 64, "total_tokens": 246}}""";

    @TempDir
    private Path directory;

    private volatile byte[] body = {};

    @Nested
    class A_picture_of_8_MiB_from_a_reply_in_chunks_into_a_directory {

        @Test
        void costs_at_most_0_012_bytes_for_each_of_its_bytes() {
            ImageIngestor ingestor = new ImageIngestor(ImageStore.directory(directory), ImageLimits.standard());
            try (RawServer server = new RawServer(socket -> send(socket, body));
                    DefaultOpenAiToolService service = Calls.service(server.url())) {
                for (int i = 0; i < WARM_UP; i++) {
                    allocated(Pictures.pngOfBytes((64 << 10) + i), service, ingestor);
                }

                double least = Double.MAX_VALUE;
                for (int i = 0; i < PICTURES; i++) {
                    // The store keeps each once: the next one has another length.
                    byte[] png = Pictures.pngOfBytes((8 << 20) + i);
                    least = Math.min(least, allocated(png, service, ingestor) / (double) png.length);
                }
                assertThat(least).isLessThan(0.012);
            }
        }
    }

    @Nested
    class A_chat_call_over_a_connection_that_is_open {

        @Test
        void costs_at_most_17_kB_and_a_half_of_this_thread() {
            try (RawServer server = new RawServer(AllocationTest::chat);
                    DefaultOpenAiToolService service = Calls.service(server.url())) {
                long least = Long.MAX_VALUE;
                for (int i = 0; i < CHAT_CALLS; i++) {
                    least = Math.min(least, allocatedByChat(service));
                }

                assertThat(least).isLessThan(17_500);
            }
        }
    }

    /** In one piece, since a second one would wait for the first's acknowledgement. */
    private static boolean chat(Socket socket) throws IOException {
        String head =
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + CHAT.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + CHAT).getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    private static long allocatedByChat(DefaultOpenAiToolService service) {
        try (Calls.Context context = new Calls.Context()) {
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            service.executeToolCall(Calls.chat(), context);
            return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        }
    }

    /** The bytes that this thread, on which all of it happens, allocates for one call. */
    private long allocated(byte[] png, DefaultOpenAiToolService service, ImageIngestor ingestor) {
        body = ("{\"data\":[{\"b64_json\":\"" + Base64.getEncoder().encodeToString(png) + "\"}]}")
                .getBytes(StandardCharsets.US_ASCII);
        try (Calls.Context context = new Calls.Context()) {
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            service.executeToolCall(Calls.image(), context);
            ingestor.ingest(context.images().images().get(0), null);
            return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        }
    }

    private static boolean send(Socket socket, byte[] json) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        for (int at = 0; at < json.length; at += CHUNK) {
            int length = Math.min(CHUNK, json.length - at);
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(json, at, length);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return true;
    }
}
