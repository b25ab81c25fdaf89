package dev.toolflow.examples.avatars;

import dev.toolflow.image.GeneratedImage;

/**
 * One avatar. Immutable.
 *
 * @param image the picture, in the engine's store
 * @param scene what it was to show
 */
public record Photo(GeneratedImage image, String scene) {}
