package dev.toolflow.benchmarks.durable;

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
record Row(String subject, int atOnce, double perSecond, double p50, double p99, double cpuMicros, double allocated) {
    private static final double UNKNOWN = Double.NaN;

    static Row of(String subject, int atOnce, double perSecond, double p50, double p99) {
        return new Row(subject, atOnce, perSecond, p50, p99, UNKNOWN, UNKNOWN);
    }

    /** What was measured once, in milliseconds. */
    static Row once(String subject, double milliseconds) {
        return of(subject, 1, UNKNOWN, milliseconds, UNKNOWN);
    }

    void print(int round) {
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
