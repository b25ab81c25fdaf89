package dev.toolflow.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One change of a run, by its owner. */
public sealed interface RunChange {

    /** A call is about to be made. A call of this id must not be there yet. */
    record Intended(CallRecord call) implements RunChange {
        /** Checks that nothing came of it yet. */
        public Intended {
            if (!call.isOpen()) {
                throw new IllegalArgumentException(
                        "call " + call.id() + ": a call that is only intended is not settled");
            }
        }
    }

    /** It is known what came of a call. Does nothing when it is settled already. */
    record Settled(String callId, CallRecord.Settlement settlement) implements RunChange {}

    /** What is known of a step, in place of what was known before. An accepted step sets the run's recoveries to 0. */
    record StepSaved(StepRecord step) implements RunChange {}

    /**
     * The run stands elsewhere. Unless it is {@link RunPhase#RUNNING}, its lease is given back.
     *
     * @param phase where it stands
     * @param end what there is to say of it, or null to leave what was said
     */
    record Moved(RunPhase phase, @Nullable Payload end) implements RunChange {
        /** Checks the phase. */
        public Moved {
            Objects.requireNonNull(phase, "phase");
        }
    }
}
