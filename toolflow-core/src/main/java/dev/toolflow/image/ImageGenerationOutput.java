package dev.toolflow.image;

import java.util.List;

/**
 * What a generation or an edit returned. Immutable.
 *
 * @param images the pictures in the order of the reply, at least one
 */
public record ImageGenerationOutput(List<GeneratedImage> images) {

    /** @throws IllegalArgumentException if there is no image */
    public ImageGenerationOutput {
        images = List.copyOf(images);
        if (images.isEmpty()) {
            throw new IllegalArgumentException("ImageGenerationOutput.images: must hold at least one image");
        }
    }

    /** Returns the first image: the only one unless {@code n} was above 1. */
    public GeneratedImage image() {
        return images.get(0);
    }
}
