package dev.toolflow.run;

import static dev.toolflow.run.RunStoreContractRuns.owner;
import static dev.toolflow.run.RunStoreContractRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** How the tests of {@link RunStoreContract} make a store, and ask it. */
abstract class RunStoreContractSetup {
    static final int RACERS = 8;
    static final int ROUNDS = 50;
    static final int COMMITS = 25;
    static final int MORE_THAN_A_STATEMENT_TAKES = 70_000;
    static final String ID = "run-1";
    static final Owner ANNA = owner("anna");
    static final Owner BERT = owner("bert");

    private final Set<RunStore> opened = Collections.newSetFromMap(new IdentityHashMap<>());
    RunStore store;

    /** Makes a store with nothing in it, which has room for 100 MiB. It is closed after the test. */
    protected abstract RunStore emptyStore();

    /**
     * Lets time pass for the store, as if nobody did anything meanwhile: by a clock, or by setting all times that it keeps back.
     */
    protected abstract void pass(Duration time);

    /** The same runs, opened once more, as by another process; it is closed after the test. By default the same store. */
    protected RunStore reopened() {
        return store;
    }

    /** Whether the store takes a run at once from an owner that is known to be dead. By default it does not. */
    protected boolean takesFromTheDead() {
        return false;
    }

    @BeforeEach
    void make_an_empty_store() {
        store = emptyStore();
        opened.add(store);
    }

    @AfterEach
    void close_what_was_opened() {
        opened.forEach(RunStore::close);
    }

    RunStore again() {
        RunStore other = reopened();
        opened.add(other);
        return other;
    }

    Lease owned(String id, Owner owner) {
        Lease lease = store.create(run(id), owner).lease();
        if (lease == null) {
            throw new AssertionError("run " + id + " was not created with a lease");
        }
        return lease;
    }

    void commit(Lease lease, RunChange... changes) {
        store.commit(lease, record(lease.runId()).nextSeq(), List.of(changes));
    }

    RunRecord record(String id) {
        return store.find(id).orElseThrow();
    }

    StoredRun stored(String id) {
        return store.load(id).orElseThrow();
    }

    void outliveTheLease() {
        pass(store.leaseTime().plusSeconds(1));
    }

    /** Nothing of the run is changed by it. */
    Throwable refused(String id, ThrowingCallable write) {
        StoredRun before = stored(id);
        Throwable why = catchThrowable(write);
        assertThat(why).isNotNull();
        assertThat(stored(id)).isEqualTo(before);
        return why;
    }

    /** What each of the racers, which start at once, came to. */
    static <T> List<T> race(List<Callable<T>> racers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(racers.size());
        try {
            CyclicBarrier start = new CyclicBarrier(racers.size());
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> racer : racers) {
                running.add(threads.submit(() -> {
                    start.await();
                    return racer.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : running) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    <T> List<Callable<T>> racers(Function<RunStore, IntFunction<T>> each) {
        return racers(again(), each);
    }

    <T> List<Callable<T>> racers(RunStore other, Function<RunStore, IntFunction<T>> each) {
        return IntStream.range(0, RACERS)
                .mapToObj(i -> (Callable<T>)
                        () -> each.apply(i % 2 == 0 ? store : other).apply(i))
                .toList();
    }
}
