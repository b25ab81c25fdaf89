/** Operations on pictures after they were made: decoded within limits, cut, trimmed, made small, freed of metadata. */
@NullMarked
package dev.toolflow.pictures;

import org.jspecify.annotations.NullMarked;
