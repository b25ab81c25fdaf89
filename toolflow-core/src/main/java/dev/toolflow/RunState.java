package dev.toolflow;

import java.time.Instant;

/**
 * All that changes in one run, and what it was started with.
 *
 * @param flow what is run
 * @param id the run's id
 * @param options what it was started with
 * @param tenant whom it is done for
 * @param scope whether it may go on
 * @param journal what was recorded
 * @param values what it has so far
 * @param keeper what it writes down
 * @param memory what it took over from an earlier run, and what waits for its store
 * @param purse what it pays from
 * @param activity what is under way, and what is asked
 * @param startedAt when it began
 */
record RunState(
        ToolFlow<?, ?> flow,
        String id,
        RunOptions options,
        RunTenant tenant,
        RunScope scope,
        RunJournal journal,
        RunValues values,
        RunKeeper keeper,
        RunMemory memory,
        Purse purse,
        RunActivity activity,
        Instant startedAt) {}
