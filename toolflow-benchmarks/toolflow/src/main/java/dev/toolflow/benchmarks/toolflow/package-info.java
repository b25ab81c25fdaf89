/** ToolFlow as a contender. */
@NullMarked
package dev.toolflow.benchmarks.toolflow;

import org.jspecify.annotations.NullMarked;
