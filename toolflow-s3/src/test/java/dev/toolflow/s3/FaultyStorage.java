package dev.toolflow.s3;

import com.sun.net.httpserver.HttpServer;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.testing.MockImages;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A storage that answers as a test says, a store on it, and the record of a picture that is not there yet. */
final class FaultyStorage implements AutoCloseable {
    static final byte[] BYTES = MockImages.png(12, 8, 0x336699);

    final CopyOnWriteArrayList<String> asked = new CopyOnWriteArrayList<>();
    final HttpServer server;
    final S3ImageStore store;
    final ImageRecord record;

    FaultyStorage() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        store = S3ImageStore.builder("s3://pictures")
                .endpoint(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .credentials(StorageServer.credentials())
                .region("us-east-1")
                .build();
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BYTES));
        GeneratedImage image = new GeneratedImage(sha256, "image/png", 12, 8, BYTES.length, null);
        record = ImageRecord.ofUpload(image, Instant.EPOCH, Map.of());
    }

    void answer(int status, String code) {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod());
            exchange.getRequestBody().readAllBytes();
            byte[] body = ("<Error><Code>" + code + "</Code><Message>test-secret-key echoed</Message></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
    }

    @Override
    public void close() {
        store.close();
        server.stop(0);
    }
}
