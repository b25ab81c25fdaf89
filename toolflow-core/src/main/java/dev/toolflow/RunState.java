package dev.toolflow;

import java.time.Instant;

/**
 * All that changes in one run.
 *
 * @param id the run's id
 * @param scope whether it may go on
 * @param journal what was recorded
 * @param values what it has so far
 * @param startedAt when it began
 */
record RunState(String id, RunScope scope, RunJournal journal, RunValues values, Instant startedAt) {}
