/** Runs the contenders in turn, each in a process and with a class path of its own, and writes what they took. */
@NullMarked
package dev.toolflow.benchmarks;

import org.jspecify.annotations.NullMarked;
