package dev.toolflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.budget.Budget;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.budget.PriceList;
import dev.toolflow.budget.Spending;
import dev.toolflow.step.StepException;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolInput;
import dev.toolflow.tool.ToolSpec;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no interleaving may break: the accounts themselves, without the time that calls take. */
@Timeout(120)
class BudgetRaceTest {
    private static final PriceList PRICES = PriceList.empty().with("m", ModelPrice.perMillion("10", "10"));
    private static final ToolCallRequest ASKED = new ToolCallRequest(
            "step",
            new ToolSpec("t", "", "", ""),
            ToolInput.of("", ""),
            "m",
            ToolCallRequest.Options.standard().maxTokens(600));

    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    /** A call takes at most 400 tokens of input and 600 of output: a cent. */
    private static Ledger ledger(Budget engine) {
        return new Ledger(PRICES, request -> 400, engine);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** Everyone does it at the same moment, as far as there are threads. */
    private <T> List<T> race(int racers, Supplier<T> each) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < racers; i++) {
            running.add(threads.submit(() -> {
                start.await();
                return each.get();
            }));
        }
        start.countDown();
        List<T> all = new ArrayList<>();
        for (Future<T> one : running) {
            all.add(one.get(60, TimeUnit.SECONDS));
        }
        return all;
    }

    @RepeatedTest(100)
    void of_a_thousand_who_race_for_the_last_dollar_only_those_get_it_for_whom_it_is_enough() throws Exception {
        Ledger ledger = ledger(Budget.usd("1"));

        List<Boolean> got =
                race(1_000, () -> reserved(ledger.purse(Budget.unlimited().calls(1), Purse.Spent.NOTHING, List.of())));

        assertThat(got.stream().filter(has -> has)).hasSize(100);
        assertThat(ledger.open()).isEqualTo(Spending.nothing());
    }

    @Test
    void of_a_thousand_in_one_run_no_more_get_it_than_it_is_enough_for() throws Exception {
        Purse purse = ledger(Budget.unlimited()).purse(Budget.usd("1"), Purse.Spent.NOTHING, List.of());

        assertThat(race(1_000, () -> reserved(purse)).stream().filter(got -> got))
                .hasSize(100);
    }

    private static CallReceipt used(TokenUsage usage) {
        return CallReceipt.none().withUsage(usage);
    }

    private static Cost cost(TokenUsage usage) {
        return PRICES.costOf("m", usage);
    }

    private static boolean reserved(Purse purse) {
        try {
            purse.reserve(ASKED, new RunScope(Clock.systemUTC(), null))
                    .settle(used(TokenUsage.of(400, 600)), cost(TokenUsage.of(400, 600)), null);
            return true;
        } catch (StepException.OverBudget e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void what_many_runs_spend_adds_up_and_never_exceeds_any_budget(long seed) throws Exception {
        Random random = new Random(seed);
        Ledger ledger = ledger(Budget.usd("2.5"));
        BudgetAccount tenant = ledger.account("tenant 'x'", Budget.unlimited().tokens(200_000));
        List<Purse> purses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Budget own = Budget.usd(BigDecimal.valueOf(random.nextInt(100), 2));
            purses.add(ledger.purse(own, Purse.Spent.NOTHING, random.nextBoolean() ? List.of(tenant) : List.of()));
        }
        List<Spent> calls = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            calls.add(new Spent(purses.get(random.nextInt(8)), random.nextInt(5), random.nextInt(1_001)));
        }

        List<BigDecimal> took = race(8, spenders(calls.iterator()::next, 250));

        BigDecimal all = took.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(purses.stream().map(purse -> purse.spent().charged().usd()).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(all);
        assertThat(all).isLessThanOrEqualTo(new BigDecimal("2.5"));
        assertThat(ledger.open()).isEqualTo(Spending.nothing());
    }

    private static Supplier<BigDecimal> spenders(Supplier<Spent> calls, int each) {
        Object turn = new Object();
        return () -> {
            BigDecimal took = BigDecimal.ZERO;
            for (int i = 0; i < each; i++) {
                Spent call;
                synchronized (turn) {
                    call = calls.get();
                }
                took = took.add(call.made());
            }
            return took;
        };
    }

    /** A call of a run that ends in one of five ways. */
    private record Spent(Purse purse, int ending, int tokens) {
        /** Makes it, and returns what is to be charged for it. */
        BigDecimal made() {
            Reservation held;
            try {
                held = purse.reserve(ASKED, new RunScope(Clock.systemUTC(), null));
            } catch (StepException.OverBudget e) {
                return BigDecimal.ZERO;
            }
            CallReceipt unreported = CallReceipt.unreported(null, null);
            switch (ending) {
                case 0 -> held.settle(CallReceipt.none(), Cost.none(), new ToolCallException.Transient("503"));
                case 1 ->
                    held.settle(
                            unreported, Cost.unpriced(), new ToolCallException.OutcomeUnknown("?", unreported, null));
                case 2 -> held.settle(unreported, Cost.unpriced(), new IllegalStateException());
                default -> held.settle(used(TokenUsage.of(0, tokens)), cost(TokenUsage.of(0, tokens)), null);
            }
            boolean kept = ending == 1 || ending == 2;
            return ending == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(kept ? 1_000 : tokens, 5);
        }
    }
}
