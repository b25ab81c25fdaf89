package dev.toolflow;

import dev.toolflow.step.Attempt.Made;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
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

    /** The same for what came of a call without costing one: the call and all it used count once, elsewhere. */
    static Made withoutACall(Made made) {
        return new Made(
                made.tool(),
                made.model(),
                0,
                made.receipt().withUsage(TokenUsage.none()),
                TokenUsage.none(),
                Cost.none(),
                made.startedAt(),
                Duration.ZERO,
                made.source());
    }

    /** What was called until now. */
    Made made(Called.Tally tally) {
        return made(tally, Made.Source.NEW);
    }

    /** Nothing was called: the output is one that an earlier run made. */
    Made recalled() {
        return made(Called.Tally.NOTHING, Made.Source.CACHE);
    }

    private Made made(Called.Tally tally, Made.Source source) {
        Duration took = Elapsed.between(at, clock.instant());
        return new Made(tool, model, tally.calls(), tally.receipt(), tally.usage(), tally.cost(), at, took, source);
    }
}
