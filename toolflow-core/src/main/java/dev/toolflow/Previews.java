package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.tool.Delta;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in the previews of one call, and tells of them. One that cannot be used or stored is dropped. For one thread. */
final class Previews {
    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);

    private final PictureOrigin origin;
    private final ImageIngestor ingestor;

    Previews(PictureOrigin origin, ImageIngestor ingestor) {
        this.origin = origin;
        this.ingestor = ingestor;
    }

    void add(Delta.PartialImage preview) {
        StepContext step = origin.context();
        if (!step.journal().isHeard()) {
            return;
        }
        try {
            GeneratedImage image = ingestor.ingest(
                            preview.image(), preview.declared(), made -> origin.preview(made, preview.index()))
                    .image();
            step.journal().preview(step.id(), origin.attempt(), preview.index(), image);
        } catch (ImageRefusedException e) {
            LOG.debug("run={} a preview is dropped: {}", step.run().id(), e.reason());
        } catch (RuntimeException e) {
            // Not its message, which may be a foreign store's. The picture itself will say more if it cannot be stored.
            LOG.warn(
                    "run={} a preview is dropped, since it cannot be stored: {}",
                    step.run().id(),
                    e.getClass().getName());
        }
    }
}
