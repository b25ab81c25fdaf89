package dev.toolflow.store;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageOrigin.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** How the tests of {@link ImageStoreContract} make a store, and fill it. */
abstract class ImageStoreContractSetup {
    static final Instant NOON = Instant.parse("2026-11-25T12:00:00.123456Z");
    static final ImageOrigin.Call CALL =
            new ImageOrigin.Call("gpt-image-2", "resp_1", "a".repeat(64), "1024x1024", "high", null);

    @TempDir
    Path directory;

    ImageStore store;

    /** Makes a store with nothing in it, which has room for 8 MiB. */
    protected abstract ImageStore emptyStore();

    @BeforeEach
    void make_an_empty_store() {
        store = emptyStore();
    }

    GeneratedImage image(byte[] bytes) {
        return new GeneratedImage(sha256(bytes), "image/png", 3, 2, bytes.length, "un thé — \"tea\" 🍵\n");
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    Path file(byte[] bytes) {
        try {
            return Files.write(Files.createTempFile(directory, "content", ".part"), bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static ImageRecord made(GeneratedImage image, String run, int second, Map<String, String> attributes) {
        ImageOrigin origin = new ImageOrigin(run, "hero[3]", 2, 0, Kind.FINAL, CALL);
        return ImageRecord.of(image, origin, NOON.plusSeconds(second), attributes);
    }

    ImageRecord put(byte[] bytes, String run, int second, Map<String, String> attributes) {
        ImageRecord record = made(image(bytes), run, second, attributes);
        store.put(record, file(bytes));
        return record;
    }

    byte[] read(GeneratedImage image) throws IOException {
        try (InputStream content = store.open(image)) {
            return content.readAllBytes();
        }
    }
}
