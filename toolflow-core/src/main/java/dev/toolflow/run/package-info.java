/** Keeps runs beyond their process: what a store of runs does, who owns a run, and how what it keeps is written. */
@NullMarked
package dev.toolflow.run;

import org.jspecify.annotations.NullMarked;
