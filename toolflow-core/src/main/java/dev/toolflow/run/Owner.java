package dev.toolflow.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Who works on runs: one engine of one process.
 *
 * @param id unlike that of every other owner, 1 to 64 characters
 * @param host the machine, as it calls itself
 * @param pid the process on that machine
 * @param startedAt when that process started, to the second; tells it from a later process of the same number
 */
public record Owner(String id, String host, long pid, Instant startedAt) {

    /** Checks the id. */
    public Owner {
        if (id.isBlank() || id.length() > 64) {
            throw new IllegalArgumentException("owner: an id has 1 to 64 characters");
        }
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(startedAt, "startedAt");
    }

    /** A new owner in this process. */
    public static Owner current() {
        ProcessHandle self = ProcessHandle.current();
        return new Owner(UUID.randomUUID().toString(), hostName(), self.pid(), started(self));
    }

    /**
     * Whether the process is known to have ended: it was one of this machine, and no process of its number that started when it
     * did is alive. False where that cannot be told, such as for another machine.
     */
    public boolean isDead() {
        return host.equals(hostName())
                && ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .map(process -> !started(process).equals(startedAt))
                        .orElse(true);
    }

    @Override
    public String toString() {
        return id + " (process " + pid + " on " + host + ")";
    }

    private static Instant started(ProcessHandle process) {
        return Instant.ofEpochSecond(
                process.info().startInstant().orElse(Instant.EPOCH).getEpochSecond());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
