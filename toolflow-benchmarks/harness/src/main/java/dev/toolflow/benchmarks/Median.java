package dev.toolflow.benchmarks;

import java.util.Arrays;

/** The middle of some numbers. */
final class Median {
    private Median() {}

    static double of(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
