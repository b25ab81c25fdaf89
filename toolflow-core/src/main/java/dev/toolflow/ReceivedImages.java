package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.ingest.LeftImages;
import dev.toolflow.ingest.SpooledImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The images of one reply: as they were received, and those of them that are stored by now. For one thread at a time. */
final class ReceivedImages {
    private final Supplier<List<SpooledImage>> received;
    private final Runnable delete;
    private final Map<String, GeneratedImage> known;
    private final Map<SpooledImage, GeneratedImage> stored = new HashMap<>();
    private final Set<SpooledImage> named = new HashSet<>();

    private boolean waited;

    ReceivedImages(ImageSpool spool) {
        this.received = spool::images;
        this.delete = spool::close;
        this.known = Map.of();
    }

    /**
     * Those of a reply to an earlier process.
     *
     * @param left those that it had not stored
     * @param stored those that it had, by their hashes
     */
    ReceivedImages(LeftImages left, Map<String, GeneratedImage> stored) {
        this.received = left::images;
        this.delete = left::delete;
        this.known = Map.copyOf(stored);
        this.waited = true;
    }

    /** What an earlier process has stored under this hash. */
    Optional<GeneratedImage> known(String sha256) {
        return Optional.ofNullable(known.get(sha256));
    }

    /** Begins to read the reply again, after its images have waited for their store. */
    void rewind() {
        waited = true;
        named.clear();
    }

    /** The next image of this hash that the reply has not named yet; equal pictures may have been received more than once. */
    Optional<SpooledImage> next(String sha256) {
        List<SpooledImage> equal = received.get().stream()
                .filter(image -> image.sha256().equals(sha256))
                .toList();
        Optional<SpooledImage> next = equal.stream()
                .filter(named::add)
                .findFirst()
                .or(() -> equal.stream().findFirst());
        return next;
    }

    /** Whether the images lay about since they were received, so that their bytes are to be checked again. */
    boolean waited() {
        return waited;
    }

    /** What it became, if it is stored: its bytes may be moved away. */
    Optional<GeneratedImage> stored(SpooledImage image) {
        return Optional.ofNullable(stored.get(image));
    }

    void stored(SpooledImage image, GeneratedImage as) {
        stored.put(image, as);
    }

    /** The files of those of these images that still wait for a store. */
    List<Path> waiting(Set<String> hashes) {
        return received.get().stream()
                .filter(image -> hashes.contains(image.sha256()) && !stored.containsKey(image))
                .map(SpooledImage::file)
                .filter(Files::exists)
                .toList();
    }

    /** Deletes what was received and not moved into a store. */
    void close() {
        delete.run();
    }
}
