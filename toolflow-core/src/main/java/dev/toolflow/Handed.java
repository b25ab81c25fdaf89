package dev.toolflow;

import org.jspecify.annotations.Nullable;

/**
 * What a worker does next without waiting for another one: at most one work, which the last part of its own led to in the same
 * run. Belongs to one thread.
 */
final class Handed {
    private @Nullable Object run;
    private @Nullable Runnable next;

    /** Does the last part of a work, which may {@link #take} a next one of its run. */
    void during(Object ownRun, Runnable last) {
        run = ownRun;
        try {
            last.run();
        } finally {
            run = null;
        }
    }

    /** Takes a work of this run; false if another run's last part is being done, or none, or there is a next one already. */
    boolean take(Object ownRun, Runnable work) {
        if (run != ownRun || next != null) {
            return false;
        }
        next = work;
        return true;
    }

    /** The next work, once. */
    @Nullable
    Runnable next() {
        Runnable taken = next;
        next = null;
        return taken;
    }
}
