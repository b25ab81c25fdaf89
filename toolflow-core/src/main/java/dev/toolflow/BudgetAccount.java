package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.budget.Spending;
import java.math.BigDecimal;
import java.util.Optional;

/** What was spent of one budget, and what calls under way may still take. Not thread-safe: its {@link Ledger} guards it. */
final class BudgetAccount {
    private final String owner;
    private volatile Budget budget;
    private Spending spent;
    private Spending open = Spending.nothing();

    /**
     * @param owner whose it is, as a message names it: {@code the run}, {@code tenant 'x'}
     * @param budget what may be spent
     * @param spent what was spent before
     */
    BudgetAccount(String owner, Budget budget, Spending spent) {
        this.owner = owner;
        this.budget = budget;
        this.spent = spent;
    }

    Budget budget() {
        return budget;
    }

    /** So much may be spent from now on, what was spent before included. */
    void budget(Budget other) {
        budget = other;
    }

    Spending open() {
        return open;
    }

    /**
     * Too little for a call.
     *
     * @param why what there is too little of
     * @param passing whether there may be enough once calls under way have taken less than was reserved for them
     */
    record Lack(String why, boolean passing) {}

    /** Says what there is too little of for a call; empty where there is enough. */
    Optional<Lack> lackFor(Spending call) {
        for (Limited limited : Limited.values()) {
            BigDecimal limit = limited.limit(budget);
            if (limit == null) {
                continue;
            }
            BigDecimal unspent = limit.subtract(limited.of(spent));
            if (unspent.subtract(limited.of(open)).compareTo(limited.of(call)) < 0) {
                String why = "the budget of " + owner + " has " + plain(unspent.max(BigDecimal.ZERO)) + " of "
                        + plain(limit) + " " + limited.unit() + " left and the call may take "
                        + plain(limited.of(call));
                return Optional.of(new Lack(why, unspent.compareTo(limited.of(call)) >= 0));
            }
        }
        return Optional.empty();
    }

    /** Says of what a call took more than was reserved for it, where the budget limits that; empty where it did not. */
    Optional<String> excess(Spending reserved, Spending taken) {
        for (Limited limited : Limited.values()) {
            if (limited.isIn(budget) && limited.of(taken).compareTo(limited.of(reserved)) > 0) {
                return Optional.of(plain(limited.of(taken)) + " " + limited.unit() + " where "
                        + plain(limited.of(reserved)) + " were reserved");
            }
        }
        return Optional.empty();
    }

    void reserve(Spending call) {
        open = open.plus(call);
    }

    void settle(Spending reserved, Spending taken) {
        open = open.minus(reserved);
        spent = spent.plus(taken);
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
