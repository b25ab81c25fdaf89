package dev.toolflow.benchmarks;

import java.util.List;

/**
 * What pictures are to reach, on a disk.
 *
 * @param goals where they are put
 * @param results of one workload
 */
record ImageGoals(Goals goals, Results results) {
    private static final String OURS = "toolflow";

    void add() {
        if (results.title().equals(Workload.generate(2).title())) {
            measured(0.05);
        } else if (results.title().equals(Workload.generate(12).title())) {
            measured(0.01);
        } else if (results.title().equals(Workload.generate(24).title())
                || results.title().equals(Workload.generate(50).title())) {
            works();
        }
    }

    private void measured(double allocatedPerByte) {
        goals.atMost(
                results.title() + ", p50",
                0.5,
                "× openai-java",
                results.timeRatio(OURS, Contender.REFERENCE).orElse(Double.NaN));
        goals.atMost(
                results.title(),
                allocatedPerByte,
                "bytes allocated per byte",
                results.rounds().containsKey(OURS) ? results.allocatedPerByte(OURS) : Double.NaN);
    }

    private void works() {
        String failure = results.failures().get(OURS);
        List<String> others = results.failures().keySet().stream()
                .filter(contender -> !contender.equals(OURS))
                .toList();
        goals.holds(
                results.title() + " works",
                failure != null
                        ? failure
                        : others.isEmpty() ? "whole" : "whole; fails with " + String.join(", ", others),
                failure == null);
    }
}
