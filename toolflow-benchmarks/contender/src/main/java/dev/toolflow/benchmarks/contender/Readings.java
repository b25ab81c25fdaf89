package dev.toolflow.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the calls of one command took. Not thread-safe. */
final class Readings {
    private final List<Long> nanos = new ArrayList<>();
    private long cpu;
    private long allocated;

    void add(Meter.Reading reading) {
        nanos.add(reading.nanos());
        cpu += reading.cpuNanos();
        allocated += reading.allocatedBytes();
    }

    @Override
    public String toString() {
        String times = nanos.stream().map(String::valueOf).collect(Collectors.joining(","));
        return "times=" + times + " cpu=" + cpu + " allocated=" + allocated;
    }
}
