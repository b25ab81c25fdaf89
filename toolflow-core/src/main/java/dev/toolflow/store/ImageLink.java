package dev.toolflow.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * A link to a picture's bytes, which may carry a signature: who has it may read. Made on demand, never stored. Prints without
 * its signature; as JSON it is whole. Immutable.
 *
 * @param uri the whole link
 */
public record ImageLink(@JsonValue URI uri) {
    /** How long a link may work at most: 15 minutes. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    /** Checks that it is there. */
    public ImageLink {
        Objects.requireNonNull(uri, "uri");
    }

    /**
     * Checks how long a link is to work; for stores.
     *
     * @throws IllegalArgumentException unless it is longer than zero and at most {@link #LONGEST}
     */
    public static void requireDuration(Duration validFor) {
        if (validFor.isZero() || validFor.isNegative() || validFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "validFor: must be longer than zero and at most " + LONGEST + ", was " + validFor);
        }
    }

    /** The link without its query, which holds the signature. */
    @Override
    public String toString() {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query) + "?***";
    }
}
