/** Image values: what is asked for, what came back, and the reference that stands for a picture's bytes. */
@NullMarked
package dev.toolflow.image;

import org.jspecify.annotations.NullMarked;
