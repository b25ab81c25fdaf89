/** Image values and where their bytes live: what is asked for, what came back, its guards, the store that keeps it. */
@NullMarked
package dev.toolflow.image;

import org.jspecify.annotations.NullMarked;
