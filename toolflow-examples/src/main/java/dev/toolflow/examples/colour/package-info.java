/** Colour arithmetic that models are not asked to do: contrast, lightness, tints. */
@NullMarked
package dev.toolflow.examples.colour;

import org.jspecify.annotations.NullMarked;
