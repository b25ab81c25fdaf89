package dev.toolflow;

/**
 * Where a step runs.
 *
 * @param id the step's id path
 * @param scope whether its run may go on
 * @param journal what its run records
 */
record StepContext(String id, RunScope scope, RunJournal journal) {}
