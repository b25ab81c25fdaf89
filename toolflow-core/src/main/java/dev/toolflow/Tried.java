package dev.toolflow;

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
     * The candidates of one round, the one that counts last: the best that passed, else a failure that ends the step, else the
     * best that did not pass. Others that passed become rejected for not being the best.
     */
    static <O> List<Tried<O>> ranked(List<Tried<O>> candidates) {
        List<Tried<O>> ranked = new ArrayList<>(candidates);
        ranked.sort(Comparator.comparing(Tried::attempt, WORSE_FIRST));
        Attempt<O> best = ranked.get(ranked.size() - 1).attempt();
        ranked.replaceAll(tried -> tried.attempt() == best ? tried : tried.behind(best));
        return ranked;
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
