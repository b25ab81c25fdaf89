package dev.toolflow.behaviour;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.store.SweptImages;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A store that takes no picture of which it was told so. */
public final class BreakableStore implements ImageStore {
    private final ImageStore store;
    private volatile Predicate<ImageRecord> refuses = record -> false;
    private volatile Consumer<ImageRecord> received = record -> {};
    private final List<Path> refused = new CopyOnWriteArrayList<>();

    public BreakableStore(ImageStore store) {
        this.store = store;
    }

    public void breaksFor(Predicate<ImageRecord> records) {
        refuses = records;
    }

    public void isDown() {
        breaksFor(record -> true);
    }

    /** Where the pictures lie that it did not take. */
    public List<Path> refused() {
        return refused;
    }

    public void isUp() {
        breaksFor(record -> false);
    }

    /** Also tells of each picture that is not to be hashed again. */
    void tellsReceived(Consumer<ImageRecord> listener) {
        received = listener;
    }

    @Override
    public void putReceived(ImageRecord record, Path content) {
        received.accept(record);
        if (refuses.test(record)) {
            refused.add(content);
            throw new ImageStoreException("the bucket is gone");
        }
        store.putReceived(record, content);
    }

    @Override
    public void put(ImageRecord record, Path content) {
        if (refuses.test(record)) {
            refused.add(content);
            throw new ImageStoreException("the bucket is gone");
        }
        store.put(record, content);
    }

    @Override
    public InputStream open(GeneratedImage image) {
        return store.open(image);
    }

    @Override
    public boolean contains(GeneratedImage image) {
        return store.contains(image);
    }

    @Override
    public Optional<ImageRecord> find(String id) {
        return store.find(id);
    }

    @Override
    public List<ImageRecord> list(ImageQuery query) {
        return store.list(query);
    }

    @Override
    public boolean delete(String id) {
        return store.delete(id);
    }

    @Override
    public SweptImages sweep(Duration olderThan) {
        return store.sweep(olderThan);
    }
}
