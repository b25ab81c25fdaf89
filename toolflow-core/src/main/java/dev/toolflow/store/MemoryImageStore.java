package dev.toolflow.store;

import dev.toolflow.image.GeneratedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The store in the heap, up to so many bytes of pictures and records. Its lock is never held while a file is read. */
final class MemoryImageStore implements ImageStore {
    private final long maxBytes;
    private final Map<String, byte[]> pictures = new HashMap<>();
    private final Map<String, Kept> records = new HashMap<>();
    private long taken;

    MemoryImageStore(long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes: must be at least 1, was " + maxBytes);
        }
        this.maxBytes = maxBytes;
    }

    /** A record with the bytes that it counts as. */
    private record Kept(ImageRecord record, long bytes) {}

    @Override
    public void put(ImageRecord record, Path content) {
        Kept kept = new Kept(record, RecordJson.write(record).length);
        long spare = reserve(kept);
        try {
            spare = keep(kept, read(record.image(), content), spare);
        } finally {
            release(spare);
        }
    }

    /** Returns how many bytes are reserved: of what is here already, none. */
    private synchronized long reserve(Kept kept) {
        long missing = missing(kept);
        take(kept.record(), missing);
        return missing;
    }

    private long missing(Kept kept) {
        boolean hasPicture = pictures.containsKey(key(kept.record().image()));
        boolean hasRecord = records.containsKey(kept.record().id());
        return (hasPicture ? 0 : kept.record().image().sizeBytes()) + (hasRecord ? 0 : kept.bytes());
    }

    private void take(ImageRecord record, long bytes) {
        if (bytes > maxBytes - taken) {
            throw new ImageStoreException("image " + record.image().fileName() + ": its " + bytes
                    + " bytes do not fit in the memory store, which has " + (maxBytes - taken) + " of " + maxBytes
                    + " left; delete pictures, raise maxBytes, or use ImageStore.directory, then resume");
        }
        taken += bytes;
    }

    private synchronized void release(long bytes) {
        taken -= bytes;
    }

    /** Returns how many of the reserved bytes are left over. What was deleted meanwhile needs room again. */
    private synchronized long keep(Kept kept, byte[] picture, long reserved) {
        long missing = missing(kept);
        if (missing > reserved) {
            take(kept.record(), missing - reserved);
        }
        pictures.putIfAbsent(key(kept.record().image()), picture);
        records.putIfAbsent(kept.record().id(), kept);
        return Math.max(0, reserved - missing);
    }

    private static byte[] read(GeneratedImage image, Path content) {
        byte[] picture;
        try (InputStream in = Files.newInputStream(content)) {
            picture = in.readNBytes(Math.toIntExact(image.sizeBytes()));
            if (in.read() >= 0) {
                throw other(image, content);
            }
        } catch (IOException e) {
            throw new ImageStoreException(
                    "cannot store image " + image.fileName() + " in memory: " + e + "; look at the file it comes from",
                    e);
        }
        Sha256 sha256 = new Sha256();
        sha256.update(picture, 0, picture.length);
        if (!sha256.isOf(image)) {
            throw other(image, content);
        }
        return picture;
    }

    private static ImageStoreException other(GeneratedImage image, Path content) {
        return new ImageStoreException("image " + image.fileName() + ": the bytes in " + content
                + " are not those of its hash and length; store the file it was made from");
    }

    @Override
    public synchronized InputStream open(GeneratedImage image) {
        byte[] picture = pictures.get(key(image));
        if (picture == null || picture.length != image.sizeBytes()) {
            throw new ImageStoreException("image " + image.fileName()
                    + " is not in memory; open it from the store of the engine that made it, or run its step again");
        }
        return new ByteArrayInputStream(picture);
    }

    @Override
    public synchronized boolean contains(GeneratedImage image) {
        byte[] picture = pictures.get(key(image));
        return picture != null && picture.length == image.sizeBytes();
    }

    @Override
    public synchronized Optional<ImageRecord> find(String id) {
        return Optional.ofNullable(records.get(id)).map(Kept::record);
    }

    @Override
    public synchronized List<ImageRecord> list(ImageQuery query) {
        LatestRecords latest = new LatestRecords(query);
        records.values().forEach(kept -> latest.add(kept.record()));
        return latest.list();
    }

    @Override
    public synchronized boolean delete(String id) {
        Kept deleted = records.remove(id);
        if (deleted == null) {
            return false;
        }
        taken -= deleted.bytes();
        String key = key(deleted.record().image());
        if (records.values().stream()
                .noneMatch(other -> key(other.record().image()).equals(key))) {
            byte[] picture = pictures.remove(key);
            taken -= picture == null ? 0 : picture.length;
        }
        return true;
    }

    /** Finds nothing: a picture and its record come and go together here. */
    @Override
    public SweptImages sweep(Duration olderThan) {
        if (olderThan.isNegative()) {
            throw new IllegalArgumentException("olderThan: must not be negative, was " + olderThan);
        }
        return SweptImages.NONE;
    }

    private static String key(GeneratedImage image) {
        return image.sha256() + "." + image.format().extension();
    }

    @Override
    public String toString() {
        return "ImageStore[memory, at most " + maxBytes + " bytes]";
    }
}
