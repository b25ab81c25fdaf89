package dev.toolflow;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/** A gate that lets only so many calls be in flight at once, and tenants in turn. Thread-safe. */
final class CallsInFlight {
    private final ReentrantLock lock = new ReentrantLock();
    private final FairQueue<CountDownLatch> waiting = new FairQueue<>();
    private int free;

    CallsInFlight(int most) {
        this.free = most;
    }

    /** Waits for its turn; false, and nothing to leave, when the run may start no call any more. */
    boolean enter(RunScope scope, String tenant) {
        CountDownLatch turn = new CountDownLatch(1);
        if (tookFree(tenant, turn)) {
            if (scope.mayStart()) {
                return true;
            }
            leave();
            return false;
        }
        if (scope.waits(turn::await)) {
            return true;
        }
        if (!withdrew(tenant, turn)) {
            leave();
        }
        return false;
    }

    private boolean tookFree(String tenant, CountDownLatch turn) {
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return true;
            }
            waiting.add(tenant, turn);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean withdrew(String tenant, CountDownLatch turn) {
        lock.lock();
        try {
            return waiting.remove(tenant, turn);
        } finally {
            lock.unlock();
        }
    }

    /** The call is over: whose turn it is takes its place. */
    void leave() {
        lock.lock();
        try {
            CountDownLatch next = waiting.poll();
            if (next == null) {
                free++;
            } else {
                next.countDown();
            }
        } finally {
            lock.unlock();
        }
    }
}
