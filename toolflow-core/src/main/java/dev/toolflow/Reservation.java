package dev.toolflow;

import dev.toolflow.budget.Spending;
import dev.toolflow.step.StepException;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What one call may take, from before it is made until it is known what it took. Settled once, by one thread. */
final class Reservation {
    private final Purse purse;
    private final ToolCallRequest request;
    private final @Nullable Spending reserved;

    /** @param reserved how much, or null where nothing limits it */
    Reservation(Purse purse, ToolCallRequest request, @Nullable Spending reserved) {
        this.purse = purse;
        this.request = request;
        this.reserved = reserved;
    }

    /**
     * The call has ended. What is not known to have cost nothing stays reserved, as it was estimated. One that was answered took
     * its pictures, whatever tokens the server says it used, even none.
     *
     * @param receipt what it was
     * @param cost what it cost by that
     * @param error why it gave nothing, or null where it was answered
     * @return what it took
     */
    Taken settle(CallReceipt receipt, Cost cost, @Nullable RuntimeException error) {
        TokenUsage usage = receipt.usage();
        if (error != null && usage.equals(TokenUsage.none())) {
            return took(call(Called.isUnsent(receipt, error) ? 0 : 1));
        } else if (usage.isComplete()) {
            return took(new Spending(cost.usd(), usage.total(), StepRequests.pictures(request), 1));
        } else if (error instanceof ToolCallException.Transient) {
            return took(call(1));
        }
        Spending kept = mostly();
        purse.keeps(reserved, kept);
        return new Taken(kept, true);
    }

    /**
     * What a call took from the budgets.
     *
     * @param spending how much
     * @param kept whether that is what was reserved, since it is not known what it took
     */
    record Taken(Spending spending, boolean kept) {}

    /** The most that the call may take: what is reserved, or would be. */
    Spending mostly() {
        return reserved == null ? estimate() : reserved;
    }

    private Taken took(Spending spending) {
        purse.took(reserved, spending);
        return new Taken(spending, false);
    }

    /** The call was not sent. */
    void giveBack() {
        purse.took(reserved, Spending.nothing());
    }

    private Spending estimate() {
        try {
            return purse.ledger().bounds().of(request).spending();
        } catch (StepException e) {
            // The user's estimator failed; no budget asked for it, so that it must not fail a call that was made.
            return call(1);
        }
    }

    private static Spending call(int calls) {
        return new Spending(BigDecimal.ZERO, 0, 0, calls);
    }
}
