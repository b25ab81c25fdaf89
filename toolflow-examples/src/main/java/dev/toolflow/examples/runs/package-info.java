/** What a store of runs keeps, as people and programs read it. */
@NullMarked
package dev.toolflow.examples.runs;

import org.jspecify.annotations.NullMarked;
