/** What runs in the process of each contender: the loop that calls and measures it, and the floor, which is the JDK alone. */
@NullMarked
package dev.toolflow.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
