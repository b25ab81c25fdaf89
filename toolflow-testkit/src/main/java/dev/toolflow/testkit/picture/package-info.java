/** Draws, edits and encodes the pictures that the fake image models answer. */
@NullMarked
package dev.toolflow.testkit.picture;

import org.jspecify.annotations.NullMarked;
