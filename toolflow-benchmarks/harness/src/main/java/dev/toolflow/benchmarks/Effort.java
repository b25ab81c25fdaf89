package dev.toolflow.benchmarks;

/**
 * How often things are done.
 *
 * @param rounds in which the contenders take turns
 * @param calls of each contender in a round, at least, all measured
 * @param mebibytes of pictures in a round, at least
 * @param warmUp calls with tiny pictures of each contender before the first round, in the same process
 * @param warmTurns of the same calls as in a round, after them, that do not count
 */
record Effort(int rounds, int calls, int mebibytes, int warmUp, int warmTurns) {
    static final Effort STANDARD = new Effort(5, 5, 80, 200, 4);
    static final Effort QUICK = new Effort(1, 3, 0, 150, 1);

    /** The calls of a round with pictures of this workload's size. */
    int callsWith(Workload workload) {
        return Math.max(calls, mebibytes / workload.mebibytes());
    }
}
