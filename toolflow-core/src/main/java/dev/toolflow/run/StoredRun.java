package dev.toolflow.run;

import java.util.List;

/**
 * All that is kept of a run, as it was at one moment.
 *
 * @param record the run
 * @param calls every call, in the order in which they were intended
 * @param steps every step, in the order in which they were first written
 * @param decisions every decision
 */
public record StoredRun(
        RunRecord record, List<CallRecord> calls, List<StepRecord> steps, List<DecisionRecord> decisions) {

    /** Copies the lists. */
    public StoredRun {
        calls = List.copyOf(calls);
        steps = List.copyOf(steps);
        decisions = List.copyOf(decisions);
    }
}
