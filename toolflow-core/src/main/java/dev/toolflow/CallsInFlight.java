package dev.toolflow;

import java.util.concurrent.Semaphore;

/** A gate that lets only so many calls be in flight at once. Thread-safe. */
final class CallsInFlight {
    private final Semaphore permits;

    CallsInFlight(int most) {
        this.permits = new Semaphore(most);
    }

    /** Waits for its turn; false, and nothing to leave, when the run may start no call any more. */
    boolean enter(RunScope scope) {
        scope.keepOwnInterruptOnly();
        try {
            permits.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (scope.mayStart()) {
            return true;
        }
        permits.release();
        return false;
    }

    /** The call is over. */
    void leave() {
        permits.release();
    }
}
