package dev.toolflow.examples;

import dev.toolflow.examples.report.Pictures;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.s3.S3ImageStore;
import dev.toolflow.store.ImageLink;
import dev.toolflow.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's pictures: in a store of the user's, or in a temporary directory until they lie beside the report. Pictures are
 * paid for: none is deleted before.
 */
final class PictureStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PictureStore.class);

    private static final Duration LINKS_LAST = Duration.ofMinutes(15);

    private final ImageStore store;
    private final Place place;
    private final @Nullable Path temporary;
    private boolean copied;

    private PictureStore(ImageStore store, Place place, @Nullable Path temporary) {
        this.store = store;
        this.place = place;
        this.temporary = temporary;
    }

    private enum Place {
        THE_USERS,
        OURS
    }

    /** The store of this address, else a temporary one. */
    static PictureStore open(Optional<StoreAddress> address, Shell shell) {
        return address.map(given -> of(given, shell)).orElseGet(PictureStore::temporary);
    }

    /** The store of this address, else one in this directory. */
    static PictureStore open(Optional<StoreAddress> address, Shell shell, Path directory) {
        return address.map(given -> of(given, shell))
                .orElseGet(() -> new PictureStore(ImageStore.directory(directory.toAbsolutePath()), Place.OURS, null));
    }

    private static PictureStore of(StoreAddress address, Shell shell) {
        return new PictureStore(address.open(shell), Place.THE_USERS, null);
    }

    /** A store to be looked at, and not written to. */
    static PictureStore of(ImageStore store) {
        return new PictureStore(store, Place.OURS, null);
    }

    static PictureStore temporary() {
        try {
            Path directory = Files.createTempDirectory("toolflow-pictures-");
            return new PictureStore(ImageStore.directory(directory), Place.OURS, directory);
        } catch (IOException e) {
            throw new BadInputException("java.io.tmpdir: no temporary directory can be made there; free some space");
        }
    }

    ImageStore store() {
        return store;
    }

    /** A link to a picture in the store that the user named, signed for 15 minutes where that is how it is read. */
    Optional<ImageLink> link(GeneratedImage image) {
        return place == Place.THE_USERS ? store.link(image, LINKS_LAST) : Optional.empty();
    }

    /** Copies each picture to its name. */
    void copy(Pictures pictures, OutputDirectory files) {
        for (Pictures.Named picture : pictures.named()) {
            files.write(picture.fileName(), store.open(picture.image()));
        }
        copied = true;
    }

    /** Deletes temporary copies; says where they are if any was not copied. */
    @Override
    public void close() {
        if (store instanceof S3ImageStore bucket) {
            bucket.close();
        }
        if (temporary != null) {
            delete(temporary);
        }
    }

    private void delete(Path temporary) {
        try (Stream<Path> all = Files.walk(temporary)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            if (!copied && deepestFirst.stream().anyMatch(Files::isRegularFile)) {
                LOG.warn("pictures that were not copied are kept in {}", temporary);
                return;
            }
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            LOG.warn("{} is left over; delete it", temporary, e);
        }
    }
}
