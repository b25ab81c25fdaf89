package dev.toolflow.step;

import dev.toolflow.audit.Issue;
import dev.toolflow.audit.Verdict;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One try of a step, kept whether it was accepted or not. Immutable as far as the output is.
 *
 * @param <O> what the step makes
 */
public sealed interface Attempt<O> {

    /** Which try of the step this was, from 1. */
    int number();

    /** What was called for it. */
    Made made();

    /** What was found wrong; may hold issues even when the output was accepted. */
    List<Issue> issues();

    /** How good it was found, from 0 to 100; empty where no judge gave a score and it was no candidate of {@code bestOf}. */
    OptionalDouble score();

    /** The output, where there was a typed one. */
    Optional<O> output();

    /** Why it was not accepted, in one line; empty when it was. */
    Optional<String> failureReason();

    /** The tokens of all calls of this attempt. */
    default TokenUsage usage() {
        return made().usage();
    }

    /** What all calls of this attempt cost. */
    default Cost cost() {
        return made().cost();
    }

    /** Without the output and what was said of it, which may be private. */
    private static String plain(Attempt<?> attempt) {
        return attempt.getClass().getSimpleName() + "[attempt " + attempt.number() + ", issues="
                + attempt.issues().size() + ", calls=" + attempt.made().calls() + ", " + attempt.usage() + "]";
    }

    /**
     * An output that was accepted.
     *
     * @param number which try this was, from 1
     * @param value the output
     * @param verdict what was found of it
     * @param made what was called for it
     */
    record Accepted<O>(int number, O value, Verdict verdict, Made made) implements Attempt<O> {
        @Override
        public List<Issue> issues() {
            return verdict.issues();
        }

        @Override
        public OptionalDouble score() {
            return verdict.score();
        }

        @Override
        public Optional<O> output() {
            return Optional.of(value);
        }

        @Override
        public Optional<String> failureReason() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return plain(this);
        }
    }

    /**
     * An output that did not pass.
     *
     * @param number which try this was, from 1
     * @param value the output
     * @param verdict what was found of it
     * @param reason why it did not pass, in one line
     * @param made what was called for it
     */
    record Rejected<O>(int number, O value, Verdict verdict, String reason, Made made) implements Attempt<O> {
        @Override
        public List<Issue> issues() {
            return verdict.issues();
        }

        @Override
        public OptionalDouble score() {
            return verdict.score();
        }

        @Override
        public Optional<O> output() {
            return Optional.of(value);
        }

        @Override
        public Optional<String> failureReason() {
            return Optional.of(reason);
        }

        @Override
        public String toString() {
            return plain(this);
        }
    }

    /**
     * A try without an output, or with one that could not be judged to the end.
     *
     * @param number which try this was, from 1
     * @param value the output that could not be judged, or null; as it was received where the step's sanitizer or pass
     *     criterion threw
     * @param error what went wrong
     * @param issues what was wrong, as feedback for the next try where there is one
     * @param made what was called for it
     */
    record Failed<O>(int number, @Nullable O value, RuntimeException error, List<Issue> issues, Made made)
            implements Attempt<O> {
        /** Copies the list. */
        public Failed {
            issues = List.copyOf(issues);
        }

        @Override
        public OptionalDouble score() {
            return OptionalDouble.empty();
        }

        @Override
        public Optional<O> output() {
            return Optional.ofNullable(value);
        }

        @Override
        public Optional<String> failureReason() {
            return Optional.of(String.valueOf(error.getMessage()));
        }

        @Override
        public String toString() {
            return plain(this);
        }
    }

    /**
     * What was called for an attempt. Of the candidates that one call made, the first has the call and all it used.
     *
     * @param tool the tool that was called: {@code edit_image} for a picture that was repaired by an edit; empty for a local
     *     step
     * @param model the model that was asked; empty for a local step
     * @param calls how many calls were made: those that were answered or refused, and those that failed on their way, also
     *     where no connection was had; not those of which nothing was sent
     * @param receipt the last call
     * @param usage the tokens of all calls
     * @param cost what all calls cost
     * @param startedAt when the attempt began
     * @param took how long it took, waiting included
     * @param source where the output is from
     */
    record Made(
            String tool,
            String model,
            int calls,
            CallReceipt receipt,
            TokenUsage usage,
            Cost cost,
            Instant startedAt,
            Duration took,
            Source source) {
        /** Whether the output was taken from the result cache: then nothing was called, and it cost nothing. */
        public boolean isCached() {
            return source == Source.CACHE;
        }

        /** The same from elsewhere. */
        public Made from(Source other) {
            return new Made(tool, model, calls, receipt, usage, cost, startedAt, took, other);
        }

        /** Where an attempt's output is from. */
        public enum Source {
            /** It was made for this attempt. */
            NEW,
            /** It was accepted in an earlier run, and taken from the engine's result cache. */
            CACHE,
            /** It was made by the run that this one was forked from, whose books have what it cost. */
            FORK
        }
    }
}
