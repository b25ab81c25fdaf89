package dev.toolflow.jdbc;

import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunPhase;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A place where a worker halts, as if it were killed there.
 *
 * @param side before the change is written, or after
 * @param change what is written
 * @param nth which time, from 1
 */
record KillPoint(Side side, Change change, int nth) {

    enum Side {
        BEFORE,
        AFTER
    }

    /** What can be written. */
    enum Change {
        CREATED,
        CLAIMED,
        INTENDED,
        SETTLED,
        STEP_ACCEPTED,
        ENDED;

        /** The change that a kill may hit; null for one that is of no interest. */
        static @Nullable Change of(RunChange change) {
            if (change instanceof RunChange.Intended) {
                return INTENDED;
            }
            if (change instanceof RunChange.Settled) {
                return SETTLED;
            }
            if (change instanceof RunChange.StepSaved saved) {
                return saved.step().isAccepted() ? STEP_ACCEPTED : null;
            }
            return change instanceof RunChange.Moved moved && moved.phase() != RunPhase.RUNNING ? ENDED : null;
        }
    }

    /** Reads what {@link #toString} wrote. */
    static KillPoint parse(String text) {
        String[] parts = text.split("-", 3);
        return new KillPoint(
                Side.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                Change.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                Integer.parseInt(parts[2]));
    }

    /** The place without the number of times. */
    String name() {
        return (side + "-" + change).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name() + "-" + nth;
    }
}
