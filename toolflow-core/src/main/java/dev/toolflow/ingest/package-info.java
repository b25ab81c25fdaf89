/** The way of every picture into a store: received in a spool, guarded by its headers alone, never decoded. */
@NullMarked
package dev.toolflow.ingest;

import org.jspecify.annotations.NullMarked;
