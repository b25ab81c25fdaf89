package dev.toolflow.openai;

import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.ingest.SpooledImage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gets a picture of which a reply has only the address. */
@FunctionalInterface
interface PictureUrls {
    /** Fetches nothing. */
    PictureUrls OFF = (url, spool) -> null;

    /**
     * Returns the picture, received in the spool; null where no address is fetched.
     *
     * @throws NotAllowed if the address, or what it leads to, is not allowed
     * @throws Failed if it could not be fetched
     * @throws dev.toolflow.ingest.ImageRefusedException if the picture is longer than the spool takes
     * @throws IOException if the call was given up meanwhile
     */
    @Nullable
    SpooledImage fetch(String url, ImageSpool spool) throws IOException;

    /** An address that must not be fetched; the message says why, and names at most its host. */
    final class NotAllowed extends IOException {
        private static final long serialVersionUID = 1L;

        NotAllowed(String why) {
            super(why);
        }
    }

    /** A picture that did not arrive; the message says why, and not from where. */
    final class Failed extends IOException {
        private static final long serialVersionUID = 1L;

        Failed(String why) {
            super(why);
        }
    }
}
