package dev.toolflow.store;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A directory with one picture and its record, as of {@link #NOW}. */
final class StoredPicture {
    static final byte[] BYTES = Pictures.png(40, 40);
    static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    static final Duration DAY = Duration.ofDays(1);

    final Path root;
    final ImageStore store;
    final ImageRecord record;
    private final Path directory;

    /** Stores it in {@code store} of the directory. */
    StoredPicture(Path directory) {
        this.directory = directory;
        root = directory.resolve("store");
        store = new DirectoryImageStore(root, Clock.fixed(NOW, ZoneOffset.UTC));
        Sha256 sha256 = new Sha256();
        sha256.update(BYTES, 0, BYTES.length);
        GeneratedImage image = new GeneratedImage(sha256.hex(), "image/png", 40, 40, BYTES.length, null);
        record = ImageRecord.ofUpload(image, NOW, Map.of("user", "u-1"));
        store.put(record, content());
    }

    Path content() {
        try {
            return Files.write(Files.createTempFile(directory, "content", ".part"), BYTES);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Path recordFile() {
        String hash = record.image().sha256();
        return root.resolve("records")
                .resolve(hash.substring(0, 2))
                .resolve(hash)
                .resolve(record.id().substring(65) + ".json");
    }

    Path picture() {
        String hash = record.image().sha256();
        return root.resolve("sha256").resolve(hash.substring(0, 2)).resolve(hash + ".png");
    }

    static void age(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }

    List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
