package dev.toolflow.examples.runs;

import dev.toolflow.run.Lease;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Where a run stands, and who works on it. Immutable. */
public final class Standing {
    private final RunRecord run;
    private final Instant now;

    private Standing(RunRecord run, Instant now) {
        this.run = run;
        this.now = now;
    }

    /** Where this run stands now. */
    public static Standing of(RunRecord run, Instant now) {
        return new Standing(run, now);
    }

    /** The lease of somebody who may be at work; empty where it is over, or its process is known to be dead. */
    public Optional<Lease> worker() {
        return Optional.ofNullable(run.lease())
                .filter(lease -> run.phase() == RunPhase.RUNNING)
                .filter(lease -> lease.until().isAfter(now) && !lease.owner().isDead());
    }

    /** Whether it has begun and not ended, and nobody works on it. */
    public boolean isInterrupted() {
        return run.phase() == RunPhase.RUNNING && worker().isEmpty();
    }

    /** A few words: {@code running}, {@code interrupted}, {@code over budget}. */
    public String words() {
        return isInterrupted() ? "interrupted" : words(run.phase());
    }

    /** The same, and whether somebody asked to cancel it and nobody did so yet. */
    String wordsWithCancel() {
        return words() + (run.cancelRequested() && !run.phase().isEnded() ? ", to be cancelled" : "");
    }

    /** The owner, and whether they are at work; empty where it has none. */
    Optional<String> owner() {
        return Optional.ofNullable(run.lease()).map(lease -> {
            String process =
                    "process " + lease.owner().pid() + " on " + lease.owner().host();
            if (lease.owner().isDead()) {
                return process + ", which has ended";
            }
            return process + (lease.until().isAfter(now) ? ", until " : ", whose time was over at ") + lease.until();
        });
    }

    static String words(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
