package dev.toolflow.benchmarks.contender;

import java.util.Locale;

/**
 * One measurement, as it is printed for the process that writes the report; NaN for what was not measured.
 *
 * @param subject what was measured
 * @param atOnce how many did it at the same time
 * @param perSecond how often it was done in a second
 * @param p50 half of them took no longer, in milliseconds
 * @param p99 ninety-nine of a hundred took no longer, in milliseconds
 * @param cpuMicros of this process, for each
 * @param allocated bytes in this process, for each
 */
public record Row(
        String subject, int atOnce, double perSecond, double p50, double p99, double cpuMicros, double allocated) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double UNKNOWN = Double.NaN;

    /** One without CPU and allocation, of times in nanoseconds, the shortest first. */
    public static Row of(String subject, int atOnce, double perSecond, long[] sorted) {
        return new Row(subject, atOnce, perSecond, quantile(sorted, 0.5), quantile(sorted, 0.99), UNKNOWN, UNKNOWN);
    }

    /** What was measured once, in milliseconds. */
    public static Row once(String subject, double milliseconds) {
        return new Row(subject, 1, UNKNOWN, milliseconds, UNKNOWN, UNKNOWN, UNKNOWN);
    }

    /** In milliseconds: such a part of the times is no longer. */
    public static double quantile(long[] sorted, double part) {
        return sorted[(int) (part * (sorted.length - 1))] / NANOS_PER_MILLI;
    }

    /** Prints it as a line of a round; round 0 does not count. */
    public void print(int round) {
        System.out.printf(
                Locale.ROOT,
                "row,%s,%d,%d,%.1f,%.4f,%.4f,%.1f,%.0f%n",
                subject,
                atOnce,
                round,
                perSecond,
                p50,
                p99,
                cpuMicros,
                allocated);
    }
}
