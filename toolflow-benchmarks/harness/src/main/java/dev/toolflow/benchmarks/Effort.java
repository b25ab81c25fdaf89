package dev.toolflow.benchmarks;

/**
 * How often things are done.
 *
 * @param rounds in which the contenders take turns
 * @param calls of each contender in a round, all measured; more where the pictures are small, for so many {@code mebibytes}
 * @param mebibytes of pictures in a round, at least, where it takes no more than 50 calls
 * @param warmUp calls with tiny pictures of each contender before the first round, in the same process
 * @param warmTurns of the same calls as in a round, after them, that do not count
 */
record Effort(int rounds, int calls, int mebibytes, int warmUp, int warmTurns) {
    static final Effort STANDARD = new Effort(5, 5, 80, 200, 4);
    static final Effort QUICK = new Effort(1, 3, 0, 150, 1);

    private static final int MOST_CALLS = 50;

    /** The calls of a round with pictures of this size. */
    int callsWith(Workload workload) {
        int enough = workload.mebibytes() == 0 ? calls : mebibytes / workload.mebibytes();
        return Math.max(calls, Math.min(MOST_CALLS, enough));
    }
}
