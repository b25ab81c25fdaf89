/** Icons for a named thing: a prompt from what is known of it, variants of one icon, and the one that is kept. */
@NullMarked
package dev.toolflow.examples.icons;

import org.jspecify.annotations.NullMarked;
