package dev.toolflow.examples.avatars;

import jakarta.validation.constraints.NotBlank;
import java.util.List;

/**
 * Four scenes, one for each photo of a contact sheet. Immutable.
 *
 * @param topLeft a sentence
 * @param topRight a sentence
 * @param bottomLeft a sentence
 * @param bottomRight a sentence
 */
public record Scenes(
        @NotBlank String topLeft,
        @NotBlank String topRight,
        @NotBlank String bottomLeft,
        @NotBlank String bottomRight) {

    /** Line by line, as a grid is cut. */
    List<String> inOrder() {
        return List.of(topLeft, topRight, bottomLeft, bottomRight);
    }
}
