/** Where pictures' bytes live, by their hash, and what is known of each. */
@NullMarked
package dev.toolflow.store;

import org.jspecify.annotations.NullMarked;
