/** Defines flows and runs them. */
@NullMarked
package dev.toolflow;

import org.jspecify.annotations.NullMarked;
