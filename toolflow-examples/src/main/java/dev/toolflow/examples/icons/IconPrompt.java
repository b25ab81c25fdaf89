package dev.toolflow.examples.icons;

import jakarta.validation.constraints.NotBlank;

/**
 * What an image model is asked for. Immutable.
 *
 * @param prompt the whole prompt
 */
public record IconPrompt(@NotBlank String prompt) {}
