package dev.toolflow.examples.avatars;

import jakarta.validation.Valid;

/**
 * Scenes to see a persona in. Immutable.
 *
 * @param first of the first contact sheet
 * @param second of the second
 */
public record Variations(@Valid Scenes first, @Valid Scenes second) {
    Scenes sheet(int number) {
        return number == 1 ? first : second;
    }
}
