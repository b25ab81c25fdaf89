package dev.toolflow.benchmarks;

/**
 * How often things are done.
 *
 * @param rounds in which the contenders take turns
 * @param calls of each contender in a round, all measured
 * @param warmUp calls with tiny pictures of each contender before the first round, in the same process; after them a round
 *     that does not count
 */
record Effort(int rounds, int calls, int warmUp) {
    static final Effort STANDARD = new Effort(3, 5, 200);
    static final Effort QUICK = new Effort(1, 3, 150);
}
