package dev.toolflow.benchmarks.toolflow;

/** Where a step can wait. */
enum WaitingPlace {
    A_CALL_WHOSE_SERVER_IS_SILENT,
    A_PAUSE_BEFORE_A_REPEAT,
    A_TURN_BEHIND_OTHER_CALLS,
    AN_AUDIT,
    A_LOCAL_FUNCTION
}
