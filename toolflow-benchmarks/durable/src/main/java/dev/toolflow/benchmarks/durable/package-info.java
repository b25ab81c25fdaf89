/** Durable runs: what each step costs, and how soon another process goes on. */
@NullMarked
package dev.toolflow.benchmarks.durable;

import org.jspecify.annotations.NullMarked;
