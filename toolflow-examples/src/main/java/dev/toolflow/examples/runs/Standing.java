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

    /** What its words mean and what can be done; empty where that is clear. */
    Optional<String> explanation() {
        if (isInterrupted()) {
            return Optional.of("interrupted: its process ended before it did; runs resume goes on with it");
        }
        return switch (run.phase()) {
            case SUBMITTED -> Optional.of("submitted: no worker has begun it yet");
            case WAITING -> Optional.of("waiting: for an answer, or to be gone on with; runs show says which and how");
            case PARTIAL -> Optional.of("partial: done, but for steps that failed");
            case FAILED, CANCELLED, TIMED_OUT ->
                Optional.of(words() + ": what it made is kept; runs resume goes on from there");
            case OVER_BUDGET -> Optional.of("over budget: runs resume with more --max-cost goes on with it");
            case QUARANTINED ->
                Optional.of("quarantined: it was taken up again and again without getting on; runs resume releases it");
            default -> Optional.empty();
        };
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
