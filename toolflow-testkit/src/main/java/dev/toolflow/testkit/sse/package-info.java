/** Writes server-sent events, in every spelling that the standard allows. */
@NullMarked
package dev.toolflow.testkit.sse;

import org.jspecify.annotations.NullMarked;
