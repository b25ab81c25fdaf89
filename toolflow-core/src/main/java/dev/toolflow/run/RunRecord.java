package dev.toolflow.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A kept run, without its steps.
 *
 * @param run what it was created with
 * @param phase where it stands
 * @param times when what happened to it
 * @param lease who owns it; the last that did, where its time is over; null where it was given back or never had one
 * @param fence how often it was claimed
 * @param nextSeq the number of its next commit
 * @param recoveries how often it was taken over from a dead owner since a step of it was last accepted
 * @param cancelRequested whether somebody asked to cancel it
 * @param end what its last owner wrote when it ended or began to wait, or null
 */
public record RunRecord(
        NewRun run,
        RunPhase phase,
        Times times,
        @Nullable Lease lease,
        long fence,
        long nextSeq,
        int recoveries,
        boolean cancelRequested,
        @Nullable Payload end) {

    /** The run's id. */
    public String id() {
        return run.id();
    }

    /** The flow's name. */
    public String flow() {
        return run.flow();
    }

    /**
     * When what happened, by the store's clock.
     *
     * @param created when the run was created
     * @param updated when it was last written
     * @param ended when it ended, or null
     */
    public record Times(
            Instant created, Instant updated, @Nullable Instant ended) {}
}
