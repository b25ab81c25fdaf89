/** A run as one web page: its output, graph, steps, attempts and issues. */
@NullMarked
package dev.toolflow.examples.report;

import org.jspecify.annotations.NullMarked;
