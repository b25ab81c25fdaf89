package dev.toolflow.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.util.Objects;

/**
 * A link to a picture's bytes, which may carry a signature: who has it may read. Made on demand, never stored. Prints without
 * its signature; as JSON it is whole. Immutable.
 *
 * @param uri the whole link
 */
public record ImageLink(@JsonValue URI uri) {
    /** Checks that it is there. */
    public ImageLink {
        Objects.requireNonNull(uri, "uri");
    }

    /** The link without its query, which holds the signature. */
    @Override
    public String toString() {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query) + "?***";
    }
}
