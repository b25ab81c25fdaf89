/** The server that the contenders call: prebuilt replies, sent from the page cache, and large pictures to send. */
@NullMarked
package dev.toolflow.benchmarks.server;

import org.jspecify.annotations.NullMarked;
