package dev.toolflow;

import dev.toolflow.budget.Budget;

/**
 * What a run goes on from that did not complete.
 *
 * @param flow what was run
 * @param input what it was run with
 * @param options the same
 * @param memory what waits for its store
 * @param spent what it has spent
 * @param fence tells whether another process had it since
 */
record ResumableRun(
        ToolFlow<?, ?> flow, Object input, RunOptions options, RunMemory memory, Purse.Spent spent, long fence) {
    /** The same with a budget of which nothing is spent yet. */
    ResumableRun with(Budget budget) {
        return new ResumableRun(flow, input, options.budget(budget), memory, spent.anew(), fence);
    }
}
