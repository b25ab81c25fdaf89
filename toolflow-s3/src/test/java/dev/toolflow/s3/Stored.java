package dev.toolflow.s3;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/** A picture of 12 by 8 pixels that was put into a store, and its bytes. */
record Stored(ImageRecord record, byte[] bytes) {
    /** Puts one of this colour there, from a file of the directory. */
    static Stored in(ImageStore store, Path directory, int colour, Map<String, String> attributes) throws Exception {
        byte[] bytes = MockImages.png(12, 8, colour);
        ImageRecord record = ImageRecord.ofUpload(image(bytes), Instant.ofEpochSecond(colour), attributes);
        store.put(record, file(directory, bytes));
        return new Stored(record, bytes);
    }

    static GeneratedImage image(byte[] bytes) throws Exception {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        return new GeneratedImage(sha256, "image/png", 12, 8, bytes.length, null);
    }

    static Path file(Path directory, byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "picture", ".png"), bytes);
    }
}
