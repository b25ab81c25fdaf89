package dev.toolflow.benchmarks.contender;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.reflect.Method;

/**
 * What this process took since it was made: time, CPU, and bytes allocated by all its threads. From JDK 21 on threads that
 * ended meanwhile count as well; before, only those that still live.
 */
public final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final boolean COUNTS_ALL = Runtime.version().feature() >= 21;

    private long[] ids = {};
    private long[] bytes = {};
    private final long cpu;
    private final long allocated;
    private final long began;

    public Meter() {
        cpu = SYSTEM.getProcessCpuTime();
        allocated = COUNTS_ALL ? total() : living();
        began = System.nanoTime();
    }

    /** One reading; all since the meter was made. */
    public record Reading(long nanos, long cpuNanos, long allocatedBytes) {}

    public Reading read() {
        long nanos = System.nanoTime() - began;
        long bytes = COUNTS_ALL ? total() - allocated : sinceThen();
        return new Reading(nanos, SYSTEM.getProcessCpuTime() - cpu, bytes);
    }

    /** What is reachable, in bytes. */
    static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long total() {
        try {
            Method total = ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
            return (Long) total.invoke(THREADS);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK says it is 21 or later and does not count allocation", e);
        }
    }

    private long living() {
        ids = THREADS.getAllThreadIds();
        bytes = THREADS.getThreadAllocatedBytes(ids);
        return 0;
    }

    private long sinceThen() {
        long[] idsNow = THREADS.getAllThreadIds();
        long[] bytesNow = THREADS.getThreadAllocatedBytes(idsNow);
        long sum = 0;
        for (int i = 0; i < idsNow.length; i++) {
            sum += Math.max(0, bytesNow[i] - before(idsNow[i]));
        }
        return sum;
    }

    private long before(long id) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == id) {
                return Math.max(0, bytes[i]);
            }
        }
        return 0;
    }

    /** How many threads there are. */
    static int threads() {
        ThreadInfo[] all = THREADS.getThreadInfo(THREADS.getAllThreadIds());
        return all.length;
    }

    /** The most platform threads that there were at once since {@link #forgetPeakOfThreads()}. */
    static int peakOfThreads() {
        return THREADS.getPeakThreadCount();
    }

    static void forgetPeakOfThreads() {
        THREADS.resetPeakThreadCount();
    }
}
