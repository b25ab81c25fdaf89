package dev.toolflow.behaviour;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What the JDK says of its virtual threads, from 24 on. See {@code jdk.management.VirtualThreadSchedulerMXBean}, which is asked
 * by name since 17 does not have it.
 */
final class VirtualThreads {
    private static final String SCHEDULER = "jdk.management:type=VirtualThreadScheduler";
    private static final int JDK = Runtime.version().feature();

    private VirtualThreads() {}

    /** Whether each step has a thread at once; a test is left out where the JDK has such threads and tells nothing of them. */
    static boolean areUsed() {
        assumeTrue(JDK < 21 || JDK >= 24, "JDK 21 to 23 do not tell whether virtual threads wait");
        return JDK >= 24;
    }

    /** Whether each of the system's threads that engines made for steps waits for something, or has nothing to do. */
    static boolean allOthersWait() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("toolflow-step-"))
                .map(Thread::getState)
                .allMatch(state -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING);
    }

    /** Whether no step is at work or has its turn: each waits for something. */
    static boolean allWait() throws JMException {
        return allOthersWait()
                && count("QueuedVirtualThreadCount") == 0
                && count("MountedVirtualThreadCount") == 0
                && count("QueuedVirtualThreadCount") == 0;
    }

    private static long count(String attribute) throws JMException {
        MBeanServer jdk = ManagementFactory.getPlatformMBeanServer();
        return ((Number) jdk.getAttribute(new ObjectName(SCHEDULER), attribute)).longValue();
    }
}
