package dev.toolflow.examples.avatars;

import java.util.List;

/**
 * What was cut from the contact sheets. Immutable.
 *
 * @param photos in the order of the sheets, line by line
 */
public record Photos(List<Photo> photos) {
    /** Copies the list. */
    public Photos {
        photos = List.copyOf(photos);
    }
}
