/** Keeps what steps made, so that the same is not asked for twice: in memory, in a directory, or wherever a user likes. */
@NullMarked
package dev.toolflow.cache;

import org.jspecify.annotations.NullMarked;
