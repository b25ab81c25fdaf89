package dev.toolflow.examples.icons;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What the icon stands for. Immutable.
 *
 * @param name of the thing, at most 100 characters
 * @param description what it is, at most 2,000 characters
 * @param instructions how the icon should look, at most 2,000 characters, or null
 */
public record IconBrief(
        @NotBlank @Size(max = 100) String name,
        @Size(max = 2_000) String description,
        @Size(max = 2_000) @Nullable String instructions) {}
