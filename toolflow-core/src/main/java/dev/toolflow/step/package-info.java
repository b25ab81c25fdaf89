/** What a step is, how one use of it behaves in a flow, and what its tries were. */
@NullMarked
package dev.toolflow.step;

import org.jspecify.annotations.NullMarked;
