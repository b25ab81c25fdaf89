package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.budget.PriceList;
import dev.toolflow.budget.Spending;
import dev.toolflow.budget.TokenEstimator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

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

    /** Reserves on all accounts, or on none: then says what there is too little of. */
    Optional<String> reserve(List<BudgetAccount> accounts, Spending call) {
        lock.lock();
        try {
            Optional<String> lack = accounts.stream()
                    .flatMap(account -> account.lackFor(call).stream())
                    .findFirst();
            if (lack.isEmpty()) {
                accounts.forEach(account -> account.reserve(call));
            }
            return lack;
        } finally {
            lock.unlock();
        }
    }

    /** Says what a call took instead of what was reserved for it; returns where it was more, if it was. */
    Optional<String> settle(List<BudgetAccount> accounts, Spending reserved, Spending taken) {
        lock.lock();
        try {
            accounts.forEach(account -> account.settle(reserved, taken));
            return accounts.stream()
                    .flatMap(account -> account.excess(reserved, taken).stream())
                    .findFirst();
        } finally {
            lock.unlock();
        }
    }
}
