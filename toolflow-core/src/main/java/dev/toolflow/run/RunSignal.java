package dev.toolflow.run;

import java.util.List;

/**
 * What somebody wants of a run that has not ended.
 *
 * @param runId the run
 * @param cancelRequested whether it is to be cancelled
 * @param decisions all that was decided so far, acted on or not
 */
public record RunSignal(String runId, boolean cancelRequested, List<DecisionRecord> decisions) {
    /** Copies the list. */
    public RunSignal {
        decisions = List.copyOf(decisions);
    }
}
