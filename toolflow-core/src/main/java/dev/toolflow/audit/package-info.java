/** Judges one output: audit functions, the issues they find, and when issues fail a step. */
@NullMarked
package dev.toolflow.audit;

import org.jspecify.annotations.NullMarked;
