package dev.toolflow.examples.avatars;

import dev.toolflow.image.GeneratedImage;
import java.util.List;

/**
 * The pictures of a persona. Immutable.
 *
 * @param selfie from which the others were made
 * @param photos the avatars
 */
public record Avatars(GeneratedImage selfie, List<Photo> photos) {
    /** Copies the list. */
    public Avatars {
        photos = List.copyOf(photos);
    }
}
