package dev.toolflow.examples;

import dev.toolflow.examples.report.Pictures;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

    private final ImageStore store;
    private final @Nullable Path temporary;
    private boolean copied;

    private PictureStore(ImageStore store, @Nullable Path temporary) {
        this.store = store;
        this.temporary = temporary;
    }

    /** The store of this address, else a temporary one. */
    static PictureStore open(Optional<StoreAddress> address, Shell shell) {
        return address.map(given -> new PictureStore(given.open(shell), null)).orElseGet(PictureStore::temporary);
    }

    static PictureStore temporary() {
        try {
            Path directory = Files.createTempDirectory("toolflow-pictures-");
            return new PictureStore(ImageStore.directory(directory), directory);
        } catch (IOException e) {
            throw new BadInputException("java.io.tmpdir: no temporary directory can be made there; free some space");
        }
    }

    ImageStore store() {
        return store;
    }

    /** Copies each picture to its name. */
    void copy(Pictures pictures, OutputDirectory files) {
        for (Map.Entry<GeneratedImage, String> picture : pictures.fileNames().entrySet()) {
            files.write(picture.getValue(), store.open(picture.getKey()));
        }
        copied = true;
    }

    /** Deletes temporary copies; says where they are if any was not copied. */
    @Override
    public void close() {
        if (temporary == null) {
            return;
        }
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
