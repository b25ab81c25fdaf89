/** Writes what a run keeps as JSON, and reads it back. */
@NullMarked
package dev.toolflow.record;

import org.jspecify.annotations.NullMarked;
