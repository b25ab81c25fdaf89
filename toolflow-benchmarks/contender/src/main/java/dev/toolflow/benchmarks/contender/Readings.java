package dev.toolflow.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the calls of one command took. Not thread-safe. */
final class Readings {
    private final List<Long> nanos = new ArrayList<>();
    private long cpu;
    private long allocated;
    private long held;

    void add(Meter.Reading reading) {
        took(reading.nanos());
        sums(reading);
    }

    /** Adds the time of one call. */
    void took(long time) {
        nanos.add(time);
    }

    /** Adds the CPU and the allocation of some calls whose times are added one by one. */
    void sums(Meter.Reading reading) {
        cpu += reading.cpuNanos();
        allocated += reading.allocatedBytes();
    }

    /** What was reachable meanwhile, in bytes; without it, what is reachable at the end is told. */
    void held(long bytes) {
        held = bytes;
    }

    @Override
    public String toString() {
        String times = nanos.stream().map(String::valueOf).collect(Collectors.joining(","));
        return "times=" + times + " cpu=" + cpu + " allocated=" + allocated + " live="
                + (held == 0 ? Meter.liveHeap() : held) + " threads=" + Meter.threads() + " peak="
                + Meter.peakOfThreads();
    }
}
