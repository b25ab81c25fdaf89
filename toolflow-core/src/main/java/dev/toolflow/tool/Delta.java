package dev.toolflow.tool;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.SpooledImage;
import org.jspecify.annotations.Nullable;

/** A part of a reply that is still coming in. */
public sealed interface Delta {

    /**
     * The next piece of a reply's text.
     *
     * @param text not empty
     */
    record Text(String text) implements Delta {
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }

    /**
     * A picture as it looks so far, while it is being drawn. Received in the call's {@linkplain CallContext#images() spool}, from
     * which the engine takes it: the finished picture is received by itself, equal or not. Not yet looked at.
     *
     * @param index its place among the previews of one picture, from 0
     * @param image the received bytes
     * @param declared the type that the reply says it has, or null
     */
    record PartialImage(
            int index, SpooledImage image, @Nullable ImageFormat declared) implements Delta {}
}
