package dev.toolflow.benchmarks;

import java.util.Arrays;
import java.util.List;
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
     * @param peakThreads of the operating system that lived at once
     * @param newConnections for each request, as the server counted; NaN where it did not
     */
    record Done(
            List<Long> nanos,
            long cpuNanos,
            long allocatedBytes,
            long liveBytes,
            long threads,
            long peakThreads,
            double newConnections)
            implements Answer {
        /** Copies the list. */
        public Done {
            nanos = List.copyOf(nanos);
        }

        /** The median, in milliseconds. */
        double milliseconds() {
            List<Long> sorted = nanos.stream().sorted().toList();
            return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2e6;
        }

        Done withNewConnections(double aRequest) {
            return new Done(nanos, cpuNanos, allocatedBytes, liveBytes, threads, peakThreads, aRequest);
        }

        int calls() {
            return nanos.size();
        }
    }

    /** A call threw, or gave something else. */
    record Failed(String why) implements Answer {}

    static Answer parse(String line) {
        if (!line.startsWith("ok ")) {
            return new Failed(line.replaceFirst("^failed ", ""));
        }
        Map<String, String> fields = Arrays.stream(line.substring(3).split(" ", -1))
                .map(field -> field.split("=", -1))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
        List<Long> nanos = Arrays.stream(fields.getOrDefault("times", "").split(",", -1))
                .map(Long::valueOf)
                .toList();
        return new Done(
                nanos,
                number(fields, "cpu"),
                number(fields, "allocated"),
                number(fields, "live"),
                number(fields, "threads"),
                number(fields, "peak"),
                Double.NaN);
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }
}
