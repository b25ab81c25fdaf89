package dev.toolflow.run;

import static dev.toolflow.run.RunStoreContractRuns.intended;
import static dev.toolflow.run.RunStoreContractRuns.owner;
import static dev.toolflow.run.RunStoreContractRuns.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two threads in step, often enough to meet within one operation. */
@Timeout(120)
class MemoryRunStoreTest {
    private static final int ROUNDS = 8_000;

    private final RunStore store = RunStore.memory();
    private final AtomicInteger arrived = new AtomicInteger();

    @Test
    void a_run_is_created_by_one_of_two_threads() throws Exception {
        wonOnceInEachRound((id, owner) -> store.create(run(id), owner).created());
    }

    @Test
    void a_run_is_claimed_by_one_of_two_threads() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            store.create(run("run-" + round), null);
        }

        wonOnceInEachRound((id, owner) -> unlessLeased(() -> store.claim(id, owner)));
    }

    @Test
    void a_commit_of_a_number_is_written_by_one_of_two_threads() throws Exception {
        Lease[] leases = new Lease[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            leases[round] = store.create(run("run-" + round), owner("anna")).lease();
        }

        wonOnceInEachRound((id, owner) -> {
            Lease lease = leases[Integer.parseInt(id.substring("run-".length()))];
            return unlessLeased(() -> store.commit(lease, lease.nextSeq(), List.of(intended("call-" + owner.id()))));
        });
    }

    private static boolean unlessLeased(Runnable write) {
        try {
            write.run();
            return true;
        } catch (RunLeasedException e) {
            return false;
        }
    }

    private void wonOnceInEachRound(BiPredicate<String, Owner> wins) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<boolean[]> bert = threads.submit(() -> race(owner("bert"), wins));
            Future<boolean[]> carl = threads.submit(() -> race(owner("carl"), wins));
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(bert.get()[round]).as("round " + round).isNotEqualTo(carl.get()[round]);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean[] race(Owner owner, BiPredicate<String, Owner> wins) {
        boolean[] won = new boolean[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            arrived.incrementAndGet();
            while (arrived.get() < 2 * (round + 1) && !Thread.currentThread().isInterrupted()) {
                Thread.yield();
            }
            won[round] = wins.test("run-" + round, owner);
        }
        return won;
    }
}
