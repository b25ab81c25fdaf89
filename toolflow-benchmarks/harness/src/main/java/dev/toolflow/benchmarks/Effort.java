package dev.toolflow.benchmarks;

/**
 * How often things are done.
 *
 * @param rounds in which the contenders take turns
 * @param calls of each contender in a round, all measured
 * @param warmUp calls of each contender before the first round, in the same process
 */
record Effort(int rounds, int calls, int warmUp) {
    static final Effort STANDARD = new Effort(7, 5, 20);
    static final Effort QUICK = new Effort(1, 2, 2);
}
