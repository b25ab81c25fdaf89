/** Avatars of personas: a selfie from a biography, variations of it, and a batch that makes only what is missing. */
@NullMarked
package dev.toolflow.examples.avatars;

import org.jspecify.annotations.NullMarked;
