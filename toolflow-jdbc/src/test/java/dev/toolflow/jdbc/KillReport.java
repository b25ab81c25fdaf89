package dev.toolflow.jdbc;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of a campaign.
 *
 * @param kills how many, by where
 * @param runs how many runs were kept
 * @param completed how many of them have their output
 * @param lost accepted steps that are not there any more
 * @param repeated calls for steps that had been accepted
 * @param extra calls that were paid beyond those of a run that nobody kills
 * @param unknown calls of which nobody knows what came of them
 * @param difference tokens by which the server's books and ours differ
 */
record KillReport(
        Map<String, Integer> kills,
        int runs,
        int completed,
        int lost,
        int repeated,
        int extra,
        int unknown,
        long difference) {

    int killed() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The most calls that may be paid in vain. */
    int mostExtra() {
        return killed() * LeafletWorker.CALLS_IN_FLIGHT;
    }

    String text(String store) {
        return """
                kill test on %s
                  kills                     %d (%s)
                  runs                      %d, %d of them completed
                  accepted steps lost       %d
                  accepted steps repeated   %d
                  extra paid calls          %d (at most %d; %d calls of unknown outcome)
                  ledger difference         %d tokens
                """.formatted(
                        store,
                        killed(),
                        kills.entrySet().stream()
                                .map(place -> place.getKey() + " " + place.getValue())
                                .collect(Collectors.joining(", ")),
                        runs,
                        completed,
                        lost,
                        repeated,
                        extra,
                        mostExtra(),
                        unknown,
                        difference);
    }
}
