package dev.toolflow;

import dev.toolflow.step.Attempt.Made;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * An attempt that is under way.
 *
 * @param tool the tool that is called; empty for a local step
 * @param model the model that is asked; empty for a local step
 * @param clock tells how long it takes
 * @param at when it began
 */
record BegunAttempt(String tool, String model, Clock clock, Instant at) {

    static BegunAttempt now(String tool, String model, Clock clock) {
        return new BegunAttempt(tool, model, clock, clock.instant());
    }

    /** What was called until now. */
    Made made(Called.Tally tally) {
        Duration took = Duration.between(at, clock.instant());
        return new Made(tool, model, tally.calls(), tally.receipt(), tally.usage(), tally.cost(), at, took);
    }
}
