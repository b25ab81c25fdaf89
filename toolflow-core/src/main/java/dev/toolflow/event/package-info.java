/** What a run tells while it runs: sealed events and who listens to them. */
@NullMarked
package dev.toolflow.event;

import org.jspecify.annotations.NullMarked;
