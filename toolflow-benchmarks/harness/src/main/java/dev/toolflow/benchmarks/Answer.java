package dev.toolflow.benchmarks;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What a contender's process answered to a command. */
sealed interface Answer {

    /**
     * The calls went well and gave what was expected.
     *
     * @param nanos of each call
     * @param cpuNanos of the whole process, of all calls
     * @param allocatedBytes by all threads, of all calls
     * @param liveBytes what was reachable at the end
     * @param threads that lived at the end
     */
    record Done(long[] nanos, long cpuNanos, long allocatedBytes, long liveBytes, long threads) implements Answer {
        /** The median, in milliseconds. */
        double milliseconds() {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2e6;
        }

        int calls() {
            return nanos.length;
        }
    }

    /** A call threw, or gave something else. */
    record Failed(String why) implements Answer {}

    static Answer parse(String line) {
        if (!line.startsWith("ok ")) {
            return new Failed(line.replaceFirst("^failed ", ""));
        }
        Map<String, String> fields = Arrays.stream(line.substring(3).split(" "))
                .map(field -> field.split("="))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
        long[] nanos = Arrays.stream(fields.getOrDefault("times", "").split(","))
                .mapToLong(Long::parseLong)
                .toArray();
        return new Done(
                nanos,
                number(fields, "cpu"),
                number(fields, "allocated"),
                number(fields, "live"),
                number(fields, "threads"));
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.get(name));
    }
}
