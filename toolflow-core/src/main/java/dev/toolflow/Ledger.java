package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.budget.PriceList;
import dev.toolflow.budget.Spending;
import dev.toolflow.budget.TokenEstimator;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.ToolCallException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all accounts of one engine, so that what a call may take is reserved on all that it is charged to, or on none.
 * Thread-safe: one lock, held for sums only, never while something is called.
 */
final class Ledger {
    private final ReentrantLock lock = new ReentrantLock();
    private final PriceList prices;
    private final CallBounds bounds;
    private final BudgetAccount engine;
    private final Map<String, BudgetAccount> tenants = new ConcurrentHashMap<>();
    private final Map<Purse, Deque<Waiter>> waiting = new LinkedHashMap<>();

    Ledger(PriceList prices, TokenEstimator estimator, Budget budget) {
        this.prices = prices;
        this.bounds = new CallBounds(prices, estimator);
        this.engine = account("the engine", budget);
    }

    /** An account that lives as long as the engine, such as a tenant's. */
    BudgetAccount account(String owner, Budget budget) {
        return new BudgetAccount(owner, budget, Spending.nothing());
    }

    /**
     * The account that all runs of a tenant are charged to, from the first that had a budget on. What was spent of it stays spent
     * when another budget is told.
     */
    BudgetAccount ofTenant(String name, Budget budget) {
        BudgetAccount account =
                tenants.computeIfAbsent(name, tenant -> account("tenant '" + LogField.clean(tenant) + "'", budget));
        lock.lock();
        try {
            account.budget(budget);
            return account;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What one run pays from: its own budget, the engine's, and others.
     *
     * @param budget the run's own
     * @param before what the run has spent before it was resumed
     * @param others accounts of this ledger that the run is charged to as well
     */
    Purse purse(Budget budget, Purse.Spent before, List<BudgetAccount> others) {
        List<BudgetAccount> accounts = new ArrayList<>();
        accounts.add(new BudgetAccount("the run", budget, before.charged()));
        accounts.addAll(others);
        accounts.add(engine);
        accounts.removeIf(account -> account.budget().isUnlimited());
        return new Purse(this, accounts, before);
    }

    /** What calls under way may still take of the engine's budget. */
    Spending open() {
        lock.lock();
        try {
            return engine.open();
        } finally {
            lock.unlock();
        }
    }

    PriceList prices() {
        return prices;
    }

    CallBounds bounds() {
        return bounds;
    }

    /**
     * Reserves on all accounts of a run, or on none: then says what there is too little of. Waits for calls under way, which
     * mostly take less than was reserved for them, where that may be enough.
     *
     * @throws ToolCallException.Cancelled when the run ends while it waits
     */
    Optional<String> reserve(Purse purse, Spending call, RunScope scope) {
        Waiter waiter = new Waiter(call);
        lock.lock();
        try {
            if (!waiter.isServed(purse.accounts())) {
                waiting.computeIfAbsent(purse, any -> new ArrayDeque<>()).add(waiter);
            }
        } finally {
            lock.unlock();
        }
        if (waiter.turn.getCount() > 0) {
            scope.waits(waiter.turn::await);
        }
        return served(purse, waiter, scope);
    }

    private Optional<String> served(Purse purse, Waiter waiter, RunScope scope) {
        lock.lock();
        try {
            if (waiter.turn.getCount() == 0 && (waiter.refused != null || scope.mayStart())) {
                return Optional.ofNullable(waiter.refused);
            }
            Deque<Waiter> others = waiting.getOrDefault(purse, new ArrayDeque<>());
            if (!others.remove(waiter) && waiter.refused == null) {
                purse.accounts().forEach(account -> account.settle(waiter.call, Spending.nothing()));
                serve();
            }
        } finally {
            lock.unlock();
        }
        throw new ToolCallException.Cancelled(
                "stopped while it waited for what calls under way leave of a budget; nothing was sent",
                CallReceipt.none(),
                null);
    }

    /** Says what a call took instead of what was reserved for it; returns where it was more, if it was. */
    Optional<String> settle(List<BudgetAccount> accounts, Spending reserved, Spending taken) {
        lock.lock();
        try {
            accounts.forEach(account -> account.settle(reserved, taken));
            serve();
            return accounts.stream()
                    .flatMap(account -> account.excess(reserved, taken).stream())
                    .findFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Each run's calls in their order, those of other runs whatever becomes of them. */
    private void serve() {
        for (Map.Entry<Purse, Deque<Waiter>> run : waiting.entrySet()) {
            Deque<Waiter> calls = run.getValue();
            while (!calls.isEmpty() && calls.element().isServed(run.getKey().accounts())) {
                calls.remove();
            }
        }
        waiting.values().removeIf(Deque::isEmpty);
    }

    /** A call that waits for a budget. */
    private static final class Waiter {
        private final Spending call;
        private final CountDownLatch turn = new CountDownLatch(1);
        private @Nullable String refused;

        Waiter(Spending call) {
            this.call = call;
        }

        /** Reserves, or refuses for good, if either can be done now. */
        boolean isServed(List<BudgetAccount> accounts) {
            List<BudgetAccount.Lack> lacks = accounts.stream()
                    .flatMap(account -> account.lackFor(call).stream())
                    .toList();
            if (lacks.isEmpty()) {
                accounts.forEach(account -> account.reserve(call));
            } else if (lacks.stream().allMatch(BudgetAccount.Lack::passing)) {
                return false;
            } else {
                refused = lacks.stream()
                        .filter(lack -> !lack.passing())
                        .map(BudgetAccount.Lack::why)
                        .findFirst()
                        .orElse("");
            }
            turn.countDown();
            return true;
        }
    }
}
