package dev.toolflow.openai;

import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.store.ImageStoreException;

/** What became of the base64 of one picture. */
sealed interface ReceivedPicture {

    /** It lies in the spool; whether it is a picture is not known yet. */
    record Whole(SpooledImage image) implements ReceivedPicture {}

    /**
     * It cannot be used, and nothing of it was kept.
     *
     * @param why in our own words, a predicate such as {@code is no base64}
     */
    record Unusable(String why) implements ReceivedPicture {}

    /** It could not be written to the spool. */
    record Lost(ImageStoreException failure) implements ReceivedPicture {}
}
