package dev.toolflow;

import dev.toolflow.budget.Spending;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one run pays from, and what it has spent. Thread-safe. */
final class Purse {
    private final Ledger ledger;
    private final List<BudgetAccount> accounts;
    private final AtomicReference<Spent> spent;

    Purse(Ledger ledger, List<BudgetAccount> accounts, Spent before) {
        this.ledger = ledger;
        this.accounts = List.copyOf(accounts);
        this.spent = new AtomicReference<>(before);
    }

    /**
     * What a run has spent.
     *
     * @param charged what counts against its own budget: what calls took, and what was kept
     * @param kept what was reserved for calls of which it is not known what they took
     * @param excess how the first call took more than was reserved for it, so that no other may follow; or null
     */
    record Spent(Spending charged, Spending kept, @Nullable String excess) {
        static final Spent NOTHING = new Spent(Spending.nothing(), Spending.nothing(), null);

        /** The same against a budget that begins anew. */
        Spent anew() {
            return new Spent(Spending.nothing(), kept, null);
        }

        private Spent taking(Spending taken) {
            return new Spent(charged.plus(taken), kept, excess);
        }

        private Spent keeping(Spending estimate) {
            return new Spent(charged.plus(estimate), kept.plus(estimate), excess);
        }

        private Spent exceededBy(String call) {
            return excess == null ? new Spent(charged, kept, call) : this;
        }
    }

    Spent spent() {
        return spent.get();
    }

    /** Whether something limits its money, so that models without a price are refused. */
    boolean limitsMoney() {
        return !accounts.isEmpty() && accounts.stream().anyMatch(account -> Limited.USD.isIn(account.budget()));
    }

    /** Says which models of a flow have no price, where something limits the run's money: before any of it is spent. */
    Optional<StepException.PriceUnknown> unpriced(ToolFlow<?, ?> flow, ImagePolicy images) {
        if (!limitsMoney()) {
            return Optional.empty();
        }
        List<String> unpriced = new ArrayList<>();
        flow.graph()
                .forEachCall("", (path, step) -> unpriced(path, step, images).forEach(unpriced::add));
        return unpriced.isEmpty()
                ? Optional.empty()
                : Optional.of(new StepException.PriceUnknown(
                        String.join("; ", unpriced) + "; nothing was called, since the run's money is limited"));
    }

    private Stream<String> unpriced(String id, ToolCallStep<?, ?> step, ImagePolicy images) {
        List<String> models = step.definition().tool().isEmpty() ? List.of() : images.modelsOf(step);
        Stream<String> own = models.stream()
                .filter(model -> ledger.prices().priceOf(model).isEmpty())
                .map(model -> "step '" + id + "': " + CallBounds.noPrice(model));
        return Stream.concat(
                own,
                step.judging().stepAudits().stream()
                        .flatMap(audit -> unpriced(StepContext.auditId(id, audit.name()), audit.step(), images)));
    }

    /**
     * Reserves the most that a call can take. May wait for calls under way.
     *
     * @throws dev.toolflow.tool.ToolCallException.Cancelled when the run ends meanwhile
     * @throws StepException.OverBudget when there is too little left; nothing is reserved then
     * @throws StepException.PriceUnknown when a budget limits what cannot be told of the call
     */
    Reservation reserve(ToolCallRequest request, RunScope scope) {
        if (accounts.isEmpty()) {
            return new Reservation(this, request, null);
        }
        String where = "step '" + request.stepId() + "': not called, since ";
        requireNoExcess(where);
        CallBound bound = ledger.bounds().of(request);
        unknown(bound).ifPresent(why -> {
            throw new StepException.PriceUnknown(where + why + "; or run it without such a budget");
        });
        ledger.reserve(this, bound.spending(), scope).ifPresent(lack -> {
            throw new StepException.OverBudget(
                    where + lack
                            + "; resume the run with a larger budget, or let it ask for less, such as fewer maxTokens or pictures");
        });
        try {
            requireNoExcess(where);
        } catch (StepException.OverBudget e) {
            ledger.settle(accounts, bound.spending(), Spending.nothing());
            throw e;
        }
        return new Reservation(this, request, bound.spending());
    }

    /**
     * Looks again, right before a call is sent: another may have been settled since this one reserved.
     *
     * @throws StepException.OverBudget when no call may follow any more
     */
    void requireStillAllowed(String stepId) {
        if (!accounts.isEmpty()) {
            requireNoExcess("step '" + stepId + "': not called, since ");
        }
    }

    private void requireNoExcess(String where) {
        String over = spent().excess();
        if (over != null) {
            throw new StepException.OverBudget(where + "an earlier call of this run took " + over
                    + ", so that no estimate can be relied on; mend the engine's prices or tokenEstimator,"
                    + " and resume the run with a budget of its own");
        }
    }

    List<BudgetAccount> accounts() {
        return accounts;
    }

    private Optional<String> unknown(CallBound bound) {
        if (limitsMoney() && bound.noPrice().isPresent()) {
            return bound.noPrice();
        }
        return accounts.stream().anyMatch(account -> Limited.TOKENS.isIn(account.budget()))
                ? bound.noTokens()
                : Optional.empty();
    }

    Ledger ledger() {
        return ledger;
    }

    void took(@Nullable Spending reserved, Spending taken) {
        spend(before -> before.taking(taken));
        settle(reserved, taken).ifPresent(over -> spend(before -> before.exceededBy(over)));
    }

    /** What was reserved stays reserved for good. */
    void keeps(@Nullable Spending reserved, Spending estimate) {
        spend(before -> before.keeping(estimate));
        settle(reserved, estimate);
    }

    private Optional<String> settle(@Nullable Spending reserved, Spending taken) {
        return reserved == null ? Optional.empty() : ledger.settle(accounts, reserved, taken);
    }

    private void spend(UnaryOperator<Spent> change) {
        spent.updateAndGet(change);
    }
}
