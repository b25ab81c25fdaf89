package dev.toolflow;

/** One node at work in one run. Thread-safe. */
interface NodeExecution {

    /** Does its work, or the first of it, on a worker; returns what comes next, which ends the node sooner or later. */
    Runnable begin();

    /** What became of it, when the run is over before it has ended. */
    NodeOutcome soFar();
}
