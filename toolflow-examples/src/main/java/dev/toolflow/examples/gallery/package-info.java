/** A store of pictures as a page on this machine: thumbnails, what is known of each, and nothing that runs. */
@NullMarked
package dev.toolflow.examples.gallery;

import org.jspecify.annotations.NullMarked;
