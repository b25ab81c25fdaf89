package dev.toolflow.benchmarks;

import java.util.Arrays;

/** The middle of some numbers; NaN where there are none. */
final class Median {
    private Median() {}

    static double of(double[] numbers) {
        if (numbers.length == 0) {
            return Double.NaN;
        }
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
