package dev.toolflow.examples.report;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.pictures.Picture;
import dev.toolflow.step.Attempt;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small copies of pictures as data URIs of at most 64 kB each, so that a page of many stands alone. Thread-safe. */
public final class Thumbnails {
    private static final Logger LOG = LoggerFactory.getLogger(Thumbnails.class);
    private static final Thumbnails NONE = new Thumbnails(image -> Optional.empty());

    private static final int SIDE = 360;

    /** Base64 and the beginning of the URI make it 63 kB. */
    private static final int MOST_BYTES = 47_000;

    private final Function<GeneratedImage, Optional<String>> small;

    private Thumbnails(Function<GeneratedImage, Optional<String>> small) {
        this.small = small;
    }

    /** No thumbnail of any picture. */
    public static Thumbnails none() {
        return NONE;
    }

    /** Thumbnails of the pictures in a store. */
    public static Thumbnails of(ImageStore store) {
        return new Thumbnails(image -> small(store, image));
    }

    /** The data URI, empty where the picture cannot be read. */
    public Optional<String> of(GeneratedImage image) {
        return small.apply(image);
    }

    List<String> of(Attempt<?> attempt) {
        return attempt.output().orElse(null) instanceof ImageGenerationOutput made
                ? made.images().stream().flatMap(image -> of(image).stream()).toList()
                : List.of();
    }

    private static Optional<String> small(ImageStore store, GeneratedImage image) {
        try {
            return Optional.of(
                    Picture.read(store, image).thumbnail(SIDE, MOST_BYTES).dataUri());
        } catch (ImageRefusedException | ImageStoreException e) {
            LOG.warn("no thumbnail of {}: {}", image.fileName(), e.getMessage());
            LOG.debug("no thumbnail", e);
            return Optional.empty();
        }
    }
}
