package dev.toolflow;

/**
 * What a run goes on from that did not complete.
 *
 * @param flow what was run
 * @param input what it was run with
 * @param options the same
 * @param memory what waits for its store
 */
record ResumableRun(ToolFlow<?, ?> flow, Object input, RunOptions options, RunMemory memory) {}
