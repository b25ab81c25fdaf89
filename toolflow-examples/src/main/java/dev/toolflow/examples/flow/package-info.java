/** Example flows to copy from: their records, steps, instructions and audits. */
@NullMarked
package dev.toolflow.examples.flow;

import org.jspecify.annotations.NullMarked;
