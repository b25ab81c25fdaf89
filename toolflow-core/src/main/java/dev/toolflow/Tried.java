package dev.toolflow;

import dev.toolflow.audit.Issue;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepException;
import dev.toolflow.tool.ToolCallException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt with the reply it was judged by.
 *
 * @param attempt what became of it
 * @param json the reply, or null when nothing came through
 * @param <O> what the step makes
 */
record Tried<O>(Attempt<O> attempt, @Nullable String json) {
    /** Equal scores go to the picture that came first. */
    private static final Comparator<Attempt<?>> WORSE_FIRST = Comparator.<Attempt<?>>comparingInt(Tried::rank)
            .thenComparingDouble(attempt -> attempt.score().orElse(0))
            .thenComparing(Comparator.<Attempt<?>>comparingInt(Attempt::number).reversed());

    /**
     * An attempt that made nothing; the next call, or whoever mends the store, is told why.
     *
     * @param json the reply, or null when nothing came through
     */
    static <O> Tried<O> failed(RuntimeException error, @Nullable String json, int number, Attempt.Made made) {
        return new Tried<>(new Attempt.Failed<>(number, null, error, issues(error), made), json);
    }

    private static List<Issue> issues(RuntimeException error) {
        if (error instanceof StepException.StoreFailed) {
            return List.of(issue(error, "the picture could not be stored").from("store"));
        }
        return error instanceof ToolCallException.Malformed
                ? List.of(issue(error, "the reply could not be used").from("reply"))
                : List.of();
    }

    private static Issue issue(RuntimeException error, String silent) {
        String message = String.valueOf(error.getMessage());
        return Issue.critical(message.isBlank() ? silent : message);
    }

    /**
     * The candidates of one round, the one that counts last. First come the calls that were made in another way afterwards. Then:
     * the best that passed, else a failure that ends the step, else the best that did not pass. Others that passed become rejected for not being the best.
     */
    static <O> List<Tried<O>> ranked(List<Tried<O>> candidates) {
        if (candidates.size() == 1) {
            return candidates;
        }
        List<Tried<O>> passedOver = candidates.stream()
                .filter(tried -> tried.isPassedOver(candidates))
                .toList();
        List<Tried<O>> ranked = new ArrayList<>(candidates);
        ranked.removeAll(passedOver);
        ranked.sort(Comparator.comparing(Tried::attempt, WORSE_FIRST));
        Attempt<O> best = ranked.get(ranked.size() - 1).attempt();
        ranked.replaceAll(tried -> tried.attempt() == best ? tried : tried.behind(best));
        ranked.addAll(0, passedOver);
        return ranked;
    }

    /** Whether its call failed and was made in another way behind it. */
    private boolean isPassedOver(List<Tried<O>> candidates) {
        return attempt instanceof Attempt.Failed<O> failed
                && attempt.output().isEmpty()
                && (failed.error() instanceof ToolCallException.Transient
                        || failed.error() instanceof ToolCallException.Rejected
                        || failed.error() instanceof ToolCallException.OutcomeUnknown)
                && candidates.stream().anyMatch(other -> other.attempt().number() > attempt.number());
    }

    /** The same attempt, failed for what went wrong when its call was to be made in another way. */
    Tried<O> because(StepException error) {
        if (attempt instanceof Attempt.Failed<O> before) {
            error.addSuppressed(before.error());
        }
        return new Tried<>(new Attempt.Failed<>(attempt.number(), null, error, List.of(), attempt.made()), json);
    }

    /** Whether nothing more may be bought after it. */
    boolean endsItsStep() {
        return attempt instanceof Attempt.Failed<O> failed && !(failed.error() instanceof ToolCallException.Malformed);
    }

    /** Whether its pictures were paid for and wait in the spool. */
    boolean waitsForItsStore() {
        return attempt instanceof Attempt.Failed<O> failed && failed.error() instanceof StepException.StoreFailed;
    }

    private Tried<O> behind(Attempt<O> best) {
        if (!(attempt instanceof Attempt.Accepted<O> passed)) {
            return this;
        }
        boolean equal = best.score().equals(passed.score());
        String reason = "not the best: it has " + score(passed) + ", attempt " + best.number() + " has " + score(best)
                + (equal ? " and came first" : "");
        return new Tried<>(
                new Attempt.Rejected<>(passed.number(), passed.value(), passed.verdict(), reason, passed.made()), json);
    }

    private static String score(Attempt<?> attempt) {
        return attempt.score().isPresent()
                ? BigDecimal.valueOf(attempt.score().getAsDouble())
                        .stripTrailingZeros()
                        .toPlainString()
                : "no score";
    }

    private static int rank(Attempt<?> attempt) {
        if (attempt instanceof Attempt.Accepted) {
            return 4;
        }
        if (attempt instanceof Attempt.Rejected) {
            return 1;
        }
        RuntimeException error = ((Attempt.Failed<?>) attempt).error();
        if (error instanceof ToolCallException.Malformed) {
            return 0;
        }
        return error instanceof ToolCallException.Cancelled ? 3 : 2;
    }
}
