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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's pictures in a temporary directory, until they lie beside the report. Pictures are paid for: none is deleted before. */
final class PictureStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PictureStore.class);

    private final Path directory;
    private final ImageStore store;
    private boolean copied;

    private PictureStore(Path directory) {
        this.directory = directory;
        this.store = ImageStore.directory(directory);
    }

    static PictureStore temporary() {
        try {
            return new PictureStore(Files.createTempDirectory("toolflow-pictures-"));
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

    /** Deletes what was copied; says where it is if anything was not. */
    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            if (!copied && deepestFirst.stream().anyMatch(Files::isRegularFile)) {
                LOG.warn("pictures that were not copied are kept in {}", directory);
                return;
            }
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            LOG.warn("{} is left over; delete it", directory, e);
        }
    }
}
