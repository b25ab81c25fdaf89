package dev.toolflow.run;

import static dev.toolflow.run.RunStoreContractRuns.LARGE;
import static dev.toolflow.run.RunStoreContractRuns.ODD;
import static dev.toolflow.run.RunStoreContractRuns.accepted;
import static dev.toolflow.run.RunStoreContractRuns.answer;
import static dev.toolflow.run.RunStoreContractRuns.call;
import static dev.toolflow.run.RunStoreContractRuns.deadOwner;
import static dev.toolflow.run.RunStoreContractRuns.intended;
import static dev.toolflow.run.RunStoreContractRuns.moved;
import static dev.toolflow.run.RunStoreContractRuns.owner;
import static dev.toolflow.run.RunStoreContractRuns.payload;
import static dev.toolflow.run.RunStoreContractRuns.picture;
import static dev.toolflow.run.RunStoreContractRuns.run;
import static dev.toolflow.run.RunStoreContractRuns.runOf;
import static dev.toolflow.run.RunStoreContractRuns.saved;
import static dev.toolflow.run.RunStoreContractRuns.settled;
import static dev.toolflow.run.RunStoreContractRuns.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.toolflow.run.RunChange.Intended;
import dev.toolflow.run.RunChange.Moved;
import dev.toolflow.run.RunChange.Settled;
import dev.toolflow.run.RunStore.Creation;
import java.time.Duration;
import java.time.Instant;
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
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link RunStore} does. A store's own test extends it, makes the store, and says how time passes for it.
 *
 * <pre>{@code
 * class LedgerRunStoreContractTest extends RunStoreContract {
 *     private final MovedClock clock = new MovedClock();
 *
 *     @Override
 *     protected RunStore emptyStore() {
 *         return new LedgerRunStore(newLedger(), clock);
 *     }
 *
 *     @Override
 *     protected void pass(Duration time) {
 *         clock.advance(time);
 *     }
 * }
 * }</pre>
 */
@Timeout(120)
public abstract class RunStoreContract {
    private static final int RACERS = 8;
    private static final int ROUNDS = 50;
    private static final int COMMITS = 25;
    private static final int MORE_THAN_A_STATEMENT_TAKES = 70_000;
    private static final String ID = "run-1";
    private static final Owner ANNA = owner("anna");
    private static final Owner BERT = owner("bert");

    private final Set<RunStore> opened = Collections.newSetFromMap(new IdentityHashMap<>());
    private RunStore store;

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

    private RunStore again() {
        RunStore other = reopened();
        opened.add(other);
        return other;
    }

    private Lease owned(String id, Owner owner) {
        Lease lease = store.create(run(id), owner).lease();
        if (lease == null) {
            throw new AssertionError("run " + id + " was not created with a lease");
        }
        return lease;
    }

    private void commit(Lease lease, RunChange... changes) {
        store.commit(lease, record(lease.runId()).nextSeq(), List.of(changes));
    }

    private RunRecord record(String id) {
        return store.find(id).orElseThrow();
    }

    private StoredRun stored(String id) {
        return store.load(id).orElseThrow();
    }

    private void outliveTheLease() {
        pass(store.leaseTime().plusSeconds(1));
    }

    /** Nothing of the run is changed by it. */
    private Throwable refused(String id, ThrowingCallable write) {
        StoredRun before = stored(id);
        Throwable why = catchThrowable(write);
        assertThat(why).isNotNull();
        assertThat(stored(id)).isEqualTo(before);
        return why;
    }

    /** What each of the racers, which start at once, came to. */
    private static <T> List<T> race(List<Callable<T>> racers) throws Exception {
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

    private <T> List<Callable<T>> racers(Function<RunStore, IntFunction<T>> each) {
        return racers(again(), each);
    }

    private <T> List<Callable<T>> racers(RunStore other, Function<RunStore, IntFunction<T>> each) {
        return IntStream.range(0, RACERS)
                .mapToObj(i -> (Callable<T>)
                        () -> each.apply(i % 2 == 0 ? store : other).apply(i))
                .toList();
    }

    @Nested
    class A_run_that_is_created {
        @Test
        void belongs_to_its_owner_at_once() {
            Creation creation = store.create(run(ID), ANNA);

            assertThat(creation.created()).isTrue();
            assertThat(creation.record()).isEqualTo(record(ID));
            assertThat(creation.record().phase()).isEqualTo(RunPhase.RUNNING);
            assertThat(creation.record().lease()).isEqualTo(creation.lease());
            assertThat(creation.record().times().ended()).isNull();
            Lease lease = creation.record().lease();
            assertThat(lease.owner()).isEqualTo(ANNA);
            assertThat(lease.fence()).isEqualTo(creation.record().fence());
            assertThat(lease.nextSeq()).isEqualTo(creation.record().nextSeq());
            assertThat(lease.recovered()).isFalse();
            assertThat(Duration.between(creation.record().times().created(), lease.until()))
                    .isEqualTo(store.leaseTime());
        }

        @Test
        void belongs_to_nobody_when_it_is_only_submitted() {
            Creation creation = store.create(run(ID), null);

            assertThat(creation.created()).isTrue();
            assertThat(creation.lease()).isNull();
            assertThat(record(ID)).isEqualTo(creation.record());
            assertThat(record(ID).phase()).isEqualTo(RunPhase.SUBMITTED);
            assertThat(record(ID).lease()).isNull();
            assertThat(record(ID).recoveries()).isZero();
            assertThat(record(ID).cancelRequested()).isFalse();
            assertThat(record(ID).end()).isNull();
        }

        @Test
        void keeps_what_it_was_created_with() {
            NewRun odd = new NewRun(
                    "A.b_c-9".repeat(18),
                    ODD,
                    ODD,
                    "9f".repeat(32),
                    payload(1, 1_000),
                    payload(2, 1_000),
                    "r".repeat(128));
            store.create(odd, ANNA);
            store.create(run(ID), ANNA);

            assertThat(again().find(odd.id()).orElseThrow().run()).isEqualTo(odd);
            assertThat(again().load(ID).orElseThrow().record().run()).isEqualTo(run(ID));
        }

        @Test
        void is_left_as_it_is_when_it_is_created_again() {
            commit(owned(ID, ANNA), intended("call-1"), saved(accepted("palette")));
            StoredRun before = stored(ID);

            Creation creation = store.create(run(ID, "another", payload("another input")), BERT);

            assertThat(creation).isEqualTo(new Creation(before.record(), null, false));
            assertThat(stored(ID)).isEqualTo(before);
        }

        @Test
        void is_created_by_one_of_many_that_try_at_once() throws Exception {
            List<Creation> creations = race(racers(own -> i -> own.create(run(ID), owner("owner-" + i))));

            assertThat(creations).filteredOn(Creation::created).singleElement().satisfies(won -> {
                assertThat(won.lease()).isNotNull().isEqualTo(record(ID).lease());
            });
            assertThat(creations)
                    .filteredOn(creation -> !creation.created())
                    .allSatisfy(lost -> assertThat(lost.lease()).isNull());
        }

        @Test
        void is_another_one_when_its_id_differs_in_case_alone() {
            store.create(run("run-a"), ANNA);

            assertThat(store.create(run("run-A"), ANNA).created()).isTrue();
        }
    }

    @Nested
    class A_run_that_is_not_there {
        private final Lease lease = new Lease("nobody", ANNA, 1, 1, Instant.parse("2036-01-01T00:00:00Z"), false);

        @ParameterizedTest
        @ValueSource(strings = {"nobody", "", "' or '1'='1", "../run-1", "run-1\r\n", "run_1", "run%", "🍵"})
        void is_not_found(String id) {
            owned(ID, ANNA);

            assertThat(store.find(id)).isEmpty();
            assertThat(store.load(id)).isEmpty();
        }

        @Test
        void cannot_be_written() {
            List<ThrowingCallable> writes = List.of(
                    () -> store.claim("nobody", ANNA),
                    () -> store.commit(lease, 1, List.of(intended("call-1"))),
                    () -> store.settle("nobody", "call-1", answer("late")),
                    () -> store.cancel("nobody"),
                    () -> store.decide("nobody", "look", payload("yes")),
                    () -> store.unquarantine("nobody"));

            assertThat(writes)
                    .allSatisfy(write -> assertThatThrownBy(write)
                            .isInstanceOf(RunStoreException.class)
                            .hasMessageContaining("nobody"));
            assertThat(store.list(RunQuery.all())).isEmpty();
        }

        @Test
        void has_no_lease_to_give_back_or_to_renew() {
            store.release(lease);

            assertThat(store.renew(ANNA, List.of("nobody"))).isEmpty();
            assertThat(store.list(RunQuery.all())).isEmpty();
        }
    }

    @Nested
    class A_claim {
        @Test
        void makes_a_submitted_run_the_owners() {
            store.create(run(ID), null);

            Lease lease = store.claim(ID, BERT);

            assertThat(lease).isEqualTo(record(ID).lease());
            assertThat(lease.owner()).isEqualTo(BERT);
            assertThat(lease.recovered()).isFalse();
            assertThat(record(ID).phase()).isEqualTo(RunPhase.RUNNING);
            assertThat(record(ID).recoveries()).isZero();
            commit(lease, intended("call-1"));
        }

        @Test
        void is_refused_while_the_run_is_anothers() {
            owned(ID, ANNA);
            pass(store.leaseTime().dividedBy(2));

            assertThat(refused(ID, () -> again().claim(ID, BERT)))
                    .isInstanceOf(RunLeasedException.class)
                    .hasMessageContaining(ID)
                    .hasMessageContaining("anna");
        }

        @Test
        void is_refused_while_the_run_is_the_owners_already() {
            owned(ID, ANNA);

            assertThat(refused(ID, () -> store.claim(ID, ANNA))).isInstanceOf(RunLeasedException.class);
        }

        @Test
        void takes_a_run_over_whose_lease_is_over() {
            Lease first = owned(ID, ANNA);
            commit(first, intended("call-1"));
            outliveTheLease();
            assertThat(record(ID).lease().owner()).isEqualTo(ANNA);

            Lease second = again().claim(ID, BERT);

            assertThat(second.recovered()).isTrue();
            assertThat(second.fence())
                    .isGreaterThan(first.fence())
                    .isEqualTo(record(ID).fence());
            assertThat(second.nextSeq()).isEqualTo(first.nextSeq() + 1);
            assertThat(record(ID).recoveries()).isEqualTo(1);
            assertThat(record(ID).lease()).isEqualTo(second);
            commit(second, saved(accepted("palette")));
        }

        @Test
        void takes_a_run_at_once_from_an_owner_that_is_known_to_be_dead() {
            assumeTrue(takesFromTheDead());
            owned(ID, deadOwner("dora"));

            assertThat(store.claim(ID, ANNA).recovered()).isTrue();
        }

        @Test
        void of_a_run_that_was_given_back_is_no_recovery() {
            Lease first = owned(ID, ANNA);
            store.release(first);
            assertThat(record(ID).lease()).isNull();
            assertThat(record(ID).phase()).isEqualTo(RunPhase.RUNNING);

            Lease second = store.claim(ID, BERT);

            assertThat(second.recovered()).isFalse();
            assertThat(second.fence()).isGreaterThan(first.fence());
            assertThat(record(ID).recoveries()).isZero();
        }

        @ParameterizedTest
        @EnumSource(
                value = RunPhase.class,
                names = {"QUARANTINED"},
                mode = EnumSource.Mode.EXCLUDE)
        void makes_a_run_without_an_owner_running_wherever_it_stood(RunPhase phase) {
            Lease first = owned(ID, ANNA);
            commit(first, new Moved(phase, payload("so it stood")));
            store.release(first);

            Lease second = store.claim(ID, BERT);

            assertThat(record(ID).phase()).isEqualTo(RunPhase.RUNNING);
            assertThat(record(ID).times().ended()).isNull();
            assertThat(record(ID).end()).isEqualTo(payload("so it stood"));
            assertThat(second.recovered()).isFalse();
        }

        @Test
        void forgets_an_earlier_request_to_cancel() {
            owned(ID, ANNA);
            store.cancel(ID);
            outliveTheLease();

            store.claim(ID, BERT);

            assertThat(record(ID).cancelRequested()).isFalse();
            assertThat(store.signals()).isEmpty();
        }

        @Test
        void is_won_by_one_of_many_that_try_at_once() throws Exception {
            RunStore other = again();
            for (int round = 0; round < ROUNDS; round++) {
                String id = "run-" + round;
                store.create(run(id), null);

                List<Object> claims = race(racers(other, own -> i -> claimOrWhyNot(own, id, owner("owner-" + i))));

                assertThat(claims)
                        .filteredOn(Lease.class::isInstance)
                        .containsExactly(record(id).lease());
                assertThat(claims)
                        .filteredOn(RunLeasedException.class::isInstance)
                        .hasSize(RACERS - 1);
            }
        }

        @Test
        void of_a_run_whose_lease_is_over_is_won_by_one_too() throws Exception {
            owned(ID, ANNA);
            outliveTheLease();

            List<Object> claims = race(racers(own -> i -> claimOrWhyNot(own, ID, owner("owner-" + i))));

            assertThat(claims)
                    .filteredOn(Lease.class::isInstance)
                    .containsExactly(record(ID).lease());
            assertThat(record(ID).recoveries()).isEqualTo(1);
        }

        private Object claimOrWhyNot(RunStore own, String id, Owner owner) {
            try {
                return own.claim(id, owner);
            } catch (RunLeasedException e) {
                return e;
            }
        }
    }

    @Nested
    class A_lease {
        @Test
        void lasts_as_long_as_it_is_renewed() {
            owned(ID, ANNA);
            for (int i = 0; i < 3; i++) {
                pass(store.leaseTime().dividedBy(2));
                assertThat(store.renew(ANNA, List.of(ID))).containsExactly(ID);
            }

            assertThat(refused(ID, () -> store.claim(ID, BERT))).isInstanceOf(RunLeasedException.class);
        }

        @Test
        void that_is_renewed_still_runs_out() {
            owned(ID, ANNA);
            store.renew(ANNA, List.of(ID));
            outliveTheLease();

            assertThat(store.claim(ID, BERT).recovered()).isTrue();
        }

        @Test
        void that_is_over_can_be_renewed_as_long_as_nobody_took_the_run() {
            owned(ID, ANNA);
            outliveTheLease();

            assertThat(store.renew(ANNA, List.of(ID))).containsExactly(ID);
            assertThat(refused(ID, () -> store.claim(ID, BERT))).isInstanceOf(RunLeasedException.class);
        }

        @Test
        void is_renewed_for_the_owners_runs_alone() {
            owned(ID, ANNA);
            owned("run-2", BERT);
            store.release(owned("run-3", ANNA));
            owned("run-4", ANNA);
            owned("run-5", ANNA);
            outliveTheLease();
            Lease berts = store.claim("run-4", BERT);

            assertThat(store.renew(ANNA, List.of(ID, "run-2", "run-3", "run-4", "nobody")))
                    .containsExactly(ID);
            assertThat(record("run-4").lease()).isEqualTo(berts);
            assertThat(record("run-3").lease()).isNull();
            assertThat(store.claim("run-5", BERT).recovered()).isTrue();
            assertThat(store.renew(ANNA, List.of())).isEmpty();
        }

        @Test
        void is_renewed_for_more_runs_than_one_statement_takes() {
            owned(ID, ANNA);
            List<String> many = IntStream.range(0, MORE_THAN_A_STATEMENT_TAKES)
                    .mapToObj(i -> "run-" + i)
                    .toList();

            assertThat(store.renew(ANNA, many)).containsExactly(ID);
        }

        @Test
        void that_another_has_since_is_not_given_back_by_the_earlier_owner() {
            Lease first = owned(ID, ANNA);
            outliveTheLease();
            Lease second = store.claim(ID, BERT);

            store.release(first);

            assertThat(record(ID).lease()).isEqualTo(second);
        }

        @Test
        void of_an_earlier_claim_by_the_same_owner_is_not_given_back() {
            Lease first = owned(ID, ANNA);
            outliveTheLease();
            Lease second = store.claim(ID, ANNA);

            store.release(first);

            assertThat(record(ID).lease()).isEqualTo(second);
        }

        @Test
        void is_given_back_twice_without_harm() {
            Lease lease = owned(ID, ANNA);
            store.release(lease);
            store.release(lease);

            assertThat(record(ID).lease()).isNull();
        }
    }

    @Nested
    class A_commit {
        @Test
        void is_there_for_everybody_when_it_returns() {
            Lease lease = owned(ID, ANNA);
            store.commit(lease, lease.nextSeq(), List.of(intended("call-1")));
            store.commit(lease, lease.nextSeq() + 1, List.of(settled("call-1", "reply"), saved(accepted("palette"))));

            StoredRun seen = again().load(ID).orElseThrow();
            assertThat(seen.calls()).containsExactly(call("call-1").settled(answer("reply")));
            assertThat(seen.steps()).containsExactly(accepted("palette"));
            assertThat(seen.record().nextSeq()).isEqualTo(lease.nextSeq() + 2);
        }

        @Test
        void may_both_intend_and_settle_a_call() {
            commit(owned(ID, ANNA), intended("call-1"), settled("call-1", "reply"));

            assertThat(stored(ID).calls()).containsExactly(call("call-1").settled(answer("reply")));
        }

        @Test
        void of_an_earlier_owner_is_refused() {
            Lease first = owned(ID, ANNA);
            outliveTheLease();
            store.claim(ID, BERT);

            assertThat(refused(ID, () -> commit(first, intended("late"), moved(RunPhase.COMPLETED))))
                    .isInstanceOf(RunLeasedException.class)
                    .hasMessageContaining(ID);
        }

        @Test
        void of_an_earlier_claim_by_the_same_owner_is_refused() {
            Lease first = owned(ID, ANNA);
            outliveTheLease();
            store.claim(ID, ANNA);

            assertThat(refused(ID, () -> commit(first, intended("late")))).isInstanceOf(RunLeasedException.class);
        }

        @ParameterizedTest
        @ValueSource(longs = {-1_000, -1, 1, 1_000})
        void with_a_wrong_number_is_refused(long off) {
            Lease lease = owned(ID, ANNA);
            commit(lease, intended("call-1"));
            long next = record(ID).nextSeq();

            assertThat(refused(ID, () -> store.commit(lease, next + off, List.of(intended("call-2")))))
                    .isInstanceOf(RunLeasedException.class);
        }

        @Test
        void is_written_although_the_lease_is_over_when_nobody_took_the_run() {
            Lease lease = owned(ID, ANNA);
            outliveTheLease();

            commit(lease, intended("call-1"));

            assertThat(stored(ID).calls()).hasSize(1);
        }

        @Test
        void is_refused_after_the_lease_was_given_back() {
            Lease lease = owned(ID, ANNA);
            store.release(lease);

            assertThat(refused(ID, () -> commit(lease, intended("late")))).isInstanceOf(RunLeasedException.class);
        }

        @Test
        void is_refused_after_the_run_has_ended() {
            Lease lease = owned(ID, ANNA);
            commit(lease, moved(RunPhase.COMPLETED));

            assertThat(refused(ID, () -> commit(lease, saved(accepted("late")))))
                    .isInstanceOf(RunLeasedException.class);
        }

        @Test
        void is_refused_after_the_run_was_cancelled_for_want_of_a_living_owner() {
            Lease lease = owned(ID, ANNA);
            outliveTheLease();
            store.cancel(ID);

            assertThat(refused(ID, () -> commit(lease, intended("late")))).isInstanceOf(RunLeasedException.class);
        }

        @Test
        void does_not_reach_another_run_that_has_the_id_since() {
            Lease lease = owned(ID, ANNA);
            outliveTheLease();
            store.cancel(ID);
            store.purge(record(ID).times().ended().plusMillis(1));
            owned(ID, BERT);

            assertThat(refused(ID, () -> commit(lease, intended("late")))).isInstanceOf(RunLeasedException.class);
        }

        @Test
        void of_nothing_is_refused() {
            Lease lease = owned(ID, ANNA);

            assertThat(refused(ID, () -> store.commit(lease, lease.nextSeq(), List.of())))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void is_written_once_when_many_try_the_same_number() throws Exception {
            Lease lease = owned(ID, ANNA);

            List<Object> ends = race(racers(own -> i -> {
                try {
                    own.commit(lease, lease.nextSeq(), List.of(intended("call-" + i)));
                    return i;
                } catch (RunLeasedException e) {
                    return e;
                }
            }));

            assertThat(ends).filteredOn(Integer.class::isInstance).hasSize(1);
            assertThat(stored(ID).calls()).hasSize(1);
            assertThat(record(ID).nextSeq()).isEqualTo(lease.nextSeq() + 1);
        }

        @Test
        void of_one_run_does_not_hinder_that_of_another() throws Exception {
            List<Lease> leases = IntStream.range(0, RACERS)
                    .mapToObj(i -> owned("run-" + i, ANNA))
                    .toList();

            race(racers(own -> i -> {
                Lease lease = leases.get(i);
                for (int n = 0; n < COMMITS; n++) {
                    String call = "call-" + i + "-" + n;
                    own.commit(lease, lease.nextSeq() + n, List.of(intended(call), settled(call, "reply")));
                }
                return i;
            }));

            for (int i = 0; i < RACERS; i++) {
                int run = i;
                assertThat(stored("run-" + i).calls())
                        .extracting(CallRecord::id)
                        .containsExactlyElementsOf(IntStream.range(0, COMMITS)
                                .mapToObj(n -> "call-" + run + "-" + n)
                                .toList());
            }
        }
    }

    @Nested
    class A_commit_of_which_one_change_is_bad {
        private Lease lease;

        @BeforeEach
        void own_a_run_with_a_call() {
            lease = owned(ID, ANNA);
            commit(lease, intended("call-1"), saved(step("palette", "RUNNING")));
        }

        private void writesNothing(RunChange... changes) {
            assertThat(refused(ID, () -> commit(lease, changes)))
                    .isInstanceOf(RunStoreException.class)
                    .isNotInstanceOf(RunLeasedException.class)
                    .hasMessageContaining(ID);
            commit(lease, saved(accepted("palette")));
            assertThat(stored(ID).steps()).containsExactly(accepted("palette"));
        }

        @Test
        void writes_nothing_for_a_call_that_is_there() {
            writesNothing(saved(accepted("hero")), new Intended(call("call-1", payload("another"))));
        }

        @Test
        void writes_nothing_for_a_call_that_it_intends_twice() {
            writesNothing(intended("call-2"), saved(accepted("palette")), intended("call-2"));
        }

        @Test
        void writes_nothing_for_a_settlement_without_its_call() {
            writesNothing(saved(accepted("palette")), settled("call-1", "reply"), settled("call-9", "reply"));
        }

        @Test
        void writes_nothing_for_a_settlement_before_its_call() {
            writesNothing(saved(accepted("palette")), settled("call-2", "reply"), intended("call-2"));
        }

        @Test
        void neither_ends_the_run_nor_gives_it_back() {
            writesNothing(new Moved(RunPhase.COMPLETED, payload("done")), intended("call-1"));
        }
    }

    @Nested
    class A_move {
        @ParameterizedTest
        @EnumSource(RunPhase.class)
        void gives_the_lease_back_unless_the_run_goes_on(RunPhase phase) {
            commit(owned(ID, ANNA), new Moved(phase, payload("why")));

            assertThat(record(ID).phase()).isEqualTo(phase);
            assertThat(record(ID).lease() != null).isEqualTo(phase == RunPhase.RUNNING);
            assertThat(record(ID).times().ended() != null).isEqualTo(phase.isEnded());
            assertThat(record(ID).end()).isEqualTo(payload("why"));
        }

        @Test
        void without_a_word_leaves_what_was_said() {
            Lease lease = owned(ID, ANNA);
            commit(lease, new Moved(RunPhase.RUNNING, payload("first")));
            commit(lease, moved(RunPhase.WAITING));

            assertThat(record(ID).end()).isEqualTo(payload("first"));
        }

        @Test
        void to_the_end_says_when() {
            Lease lease = owned(ID, ANNA);
            pass(Duration.ofSeconds(10));
            commit(lease, moved(RunPhase.FAILED));

            RunRecord.Times times = record(ID).times();
            assertThat(times.ended()).isAfterOrEqualTo(times.created().plusSeconds(10));
            assertThat(times.updated()).isEqualTo(times.ended());
        }
    }

    @Nested
    class A_settlement {
        @Test
        void of_an_owner_that_lost_the_run_lands() {
            commit(owned(ID, ANNA), intended("call-1"), intended("call-2"));
            outliveTheLease();
            Lease second = store.claim(ID, BERT);

            again().settle(ID, "call-2", answer("late"));

            assertThat(stored(ID).calls())
                    .containsExactly(call("call-1"), call("call-2").settled(answer("late")));
            store.commit(second, second.nextSeq(), List.of(settled("call-1", "in time")));
        }

        @Test
        void of_a_run_that_has_ended_lands() {
            commit(owned(ID, ANNA), intended("call-1"), moved(RunPhase.CANCELLED));

            store.settle(ID, "call-1", answer("late"));

            assertThat(stored(ID).calls()).containsExactly(call("call-1").settled(answer("late")));
        }

        @Test
        void holds_whatever_comes_after_it() {
            Lease lease = owned(ID, ANNA);
            commit(lease, intended("call-1"));
            store.settle(ID, "call-1", answer("first"));
            store.settle(ID, "call-1", answer("second"));
            commit(lease, settled("call-1", "third"));

            assertThat(stored(ID).calls()).containsExactly(call("call-1").settled(answer("first")));
        }

        @Test
        void may_say_that_there_is_no_reply() {
            CallRecord.Settlement lost =
                    new CallRecord.Settlement(Instant.parse("2026-11-25T12:00:01.5Z"), false, Payload.empty());
            commit(owned(ID, ANNA), intended("call-1"), new Settled("call-1", lost));

            assertThat(stored(ID).calls()).containsExactly(call("call-1").settled(lost));
        }

        @Test
        void of_a_call_that_is_not_there_is_refused() {
            owned(ID, ANNA);
            commit(owned("run-2", ANNA), intended("call-of-run-2"));

            assertThat(refused(ID, () -> store.settle(ID, "call-of-run-2", answer("lost"))))
                    .isInstanceOf(RunStoreException.class)
                    .hasMessageContaining(ID)
                    .hasMessageContaining("call-of-run-2");
        }
    }

    @Nested
    class What_is_kept_of_a_run {
        @Test
        void has_each_step_once_where_it_was_first_written() {
            Lease lease = owned(ID, ANNA);
            commit(lease, saved(step("zebra", "RUNNING", picture(1))), saved(step("ape", "RUNNING")));
            commit(lease, saved(accepted("mouse")), saved(accepted("ape")));
            commit(lease, saved(accepted("zebra", picture(3), picture(2))));

            assertThat(stored(ID).steps())
                    .containsExactly(accepted("zebra", picture(3), picture(2)), accepted("ape"), accepted("mouse"));
        }

        @Test
        void has_the_calls_in_the_order_in_which_they_were_intended() {
            Lease lease = owned(ID, ANNA);
            commit(lease, intended("z"), intended("m"));
            commit(lease, intended("a"), settled("m", "reply"));
            commit(lease, settled("z", "reply"));

            assertThat(stored(ID).calls()).extracting(CallRecord::id).containsExactly("z", "m", "a");
        }

        @Test
        void is_its_own_alone() {
            commit(owned(ID, ANNA), intended("call-1"), saved(accepted("palette")));
            commit(owned("run-2", ANNA), intended("call-2"), saved(step("palette", "FAILED")));
            store.decide("run-2", "look", payload("yes"));

            assertThat(stored(ID).calls()).containsExactly(call("call-1"));
            assertThat(stored(ID).steps()).containsExactly(accepted("palette"));
            assertThat(stored(ID).decisions()).isEmpty();
        }

        @Test
        void comes_back_letter_by_letter() {
            CallRecord call = new CallRecord(
                    "c".repeat(64),
                    new CallRecord.Place(ODD, Integer.MAX_VALUE, 1, ODD),
                    Instant.parse("2026-11-25T12:00:00.123456Z"),
                    payload(ODD),
                    null);
            StepRecord odd = new StepRecord(
                    ODD,
                    "FAILED",
                    new StepRecord.Shape(ODD, "1", "", ""),
                    payload(ODD),
                    List.of(new StepRecord.Blob(picture(1), "image/svg+xml", Long.MAX_VALUE)));
            commit(owned(ID, ANNA), new Intended(call), saved(odd));
            store.decide(ID, ODD, payload(ODD));

            StoredRun seen = again().load(ID).orElseThrow();
            assertThat(seen.calls()).containsExactly(call);
            assertThat(seen.steps()).containsExactly(odd);
            assertThat(seen.decisions()).extracting(DecisionRecord::approvalId).containsExactly(ODD);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, LARGE})
        void may_be_of_any_size(int bytes) {
            Payload any = payload(7, bytes);
            NewRun run = new NewRun(ID, "kit", null, "0a".repeat(32), any, any, null);
            Lease lease = store.create(run, ANNA).lease();
            CallRecord call = call("call-1", any);
            CallRecord.Settlement reply = new CallRecord.Settlement(answer("").at(), true, any);
            StepRecord step = new StepRecord("hero", "FAILED", accepted("hero").shape(), any, List.of());
            store.decide(ID, "look", any);
            commit(
                    lease,
                    new Intended(call),
                    new Settled("call-1", reply),
                    saved(step),
                    new Moved(RunPhase.FAILED, any));

            StoredRun seen = again().load(ID).orElseThrow();
            assertThat(seen.record().run()).isEqualTo(run);
            assertThat(seen.calls()).containsExactly(call.settled(reply));
            assertThat(seen.steps()).containsExactly(step);
            assertThat(seen.record().end()).isEqualTo(any);
            assertThat(seen.decisions()).extracting(DecisionRecord::answer).containsExactly(any);
        }

        @Test
        void does_not_change_once_it_was_handed_out() {
            Lease lease = owned(ID, ANNA);
            StoredRun before = stored(ID);
            commit(lease, intended("call-1"), saved(accepted("palette")), moved(RunPhase.COMPLETED));

            assertThat(before.calls()).isEmpty();
            assertThat(before.steps()).isEmpty();
            assertThat(before.record().phase()).isEqualTo(RunPhase.RUNNING);
            assertThat(stored(ID)).isNotEqualTo(before);
        }
    }

    @Nested
    class A_run_whose_owners_die {
        private Lease dieAndRecover(int times) {
            Lease lease = null;
            for (int i = 0; i < times; i++) {
                outliveTheLease();
                lease = store.claim(ID, owner("owner-" + i));
            }
            return lease;
        }

        private Lease dieOnceTooOften() {
            Lease last = dieAndRecover(RunStore.MOST_RECOVERIES);
            outliveTheLease();
            assertThatThrownBy(() -> store.claim(ID, BERT))
                    .isInstanceOf(RunQuarantinedException.class)
                    .hasMessageContaining(ID);
            return last;
        }

        @BeforeEach
        void create_it() {
            owned(ID, ANNA);
        }

        @Test
        void counts_how_often_it_was_taken_over() {
            dieAndRecover(RunStore.MOST_RECOVERIES);

            assertThat(record(ID).recoveries()).isEqualTo(RunStore.MOST_RECOVERIES);
            assertThat(record(ID).phase()).isEqualTo(RunPhase.RUNNING);
        }

        @Test
        void gets_on_when_a_step_is_accepted() {
            commit(dieAndRecover(RunStore.MOST_RECOVERIES), saved(accepted("palette")));
            assertThat(record(ID).recoveries()).isZero();

            dieAndRecover(RunStore.MOST_RECOVERIES);
            assertThat(record(ID).phase()).isEqualTo(RunPhase.RUNNING);
        }

        @Test
        void does_not_get_on_by_a_step_that_is_not_accepted() {
            commit(dieAndRecover(2), intended("call-1"), saved(step("palette", "FAILED")));

            assertThat(record(ID).recoveries()).isEqualTo(2);
        }

        @Test
        void is_quarantined_at_last() {
            Lease last = dieOnceTooOften();

            assertThat(record(ID).phase()).isEqualTo(RunPhase.QUARANTINED);
            assertThat(record(ID).lease()).isNull();
            assertThat(refused(ID, () -> again().claim(ID, BERT))).isInstanceOf(RunQuarantinedException.class);
            assertThat(refused(ID, () -> commit(last, intended("late")))).isInstanceOf(RunLeasedException.class);
        }

        @Test
        void is_taken_up_again_once_a_person_releases_it() {
            dieOnceTooOften();

            store.unquarantine(ID);

            assertThat(record(ID).phase()).isEqualTo(RunPhase.RUNNING);
            assertThat(record(ID).lease()).isNull();
            assertThat(record(ID).recoveries()).isZero();
            assertThat(store.claim(ID, BERT).recovered()).isFalse();
        }

        @Test
        void is_left_as_it_stands_when_it_is_released_without_being_quarantined() {
            dieAndRecover(2);
            StoredRun before = stored(ID);

            store.unquarantine(ID);

            assertThat(stored(ID)).isEqualTo(before);
        }

        @Test
        void can_be_cancelled_in_quarantine() {
            dieOnceTooOften();

            store.cancel(ID);

            assertThat(record(ID).phase()).isEqualTo(RunPhase.CANCELLED);
        }
    }

    @Nested
    class A_decision {
        @Test
        void holds_when_it_is_the_first() {
            owned(ID, ANNA);

            assertThat(store.decide(ID, "look", payload("yes"))).isTrue();
            assertThat(again().decide(ID, "look", payload("no"))).isFalse();
            assertThat(store.decide(ID, "price", Payload.empty())).isTrue();

            assertThat(stored(ID).decisions())
                    .extracting(DecisionRecord::approvalId, DecisionRecord::answer)
                    .containsExactlyInAnyOrder(tuple("look", payload("yes")), tuple("price", Payload.empty()));
        }

        @Test
        void is_made_by_one_of_many_that_decide_at_once() throws Exception {
            owned(ID, ANNA);

            List<Boolean> held = race(racers(own -> i -> own.decide(ID, "look", payload("person " + i))));

            int first = held.indexOf(true);
            assertThat(held).containsOnlyOnce(true);
            assertThat(stored(ID).decisions())
                    .extracting(DecisionRecord::answer)
                    .containsExactly(payload("person " + first));
        }

        @Test
        void leaves_the_owner_its_lease_and_its_number() {
            Lease lease = owned(ID, ANNA);
            store.decide(ID, "look", payload("yes"));

            store.commit(lease, lease.nextSeq(), List.of(intended("call-1")));

            assertThat(stored(ID).calls()).hasSize(1);
        }
    }

    @Nested
    class A_request_to_cancel {
        @Test
        void is_left_to_an_owner_that_lives() {
            Lease lease = owned(ID, ANNA);

            store.cancel(ID);
            store.cancel(ID);

            assertThat(record(ID).phase()).isEqualTo(RunPhase.RUNNING);
            assertThat(record(ID).cancelRequested()).isTrue();
            assertThat(store.signals()).containsExactly(new RunSignal(ID, true, List.of()));
            store.commit(lease, lease.nextSeq(), List.of(moved(RunPhase.CANCELLED)));
            assertThat(store.signals()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(
                value = RunPhase.class,
                names = {"SUBMITTED", "RUNNING", "WAITING", "QUARANTINED"})
        void ends_a_run_without_an_owner_at_once(RunPhase phase) {
            Lease lease = owned(ID, ANNA);
            commit(lease, moved(phase));
            store.release(lease);

            store.cancel(ID);

            assertThat(record(ID).phase()).isEqualTo(RunPhase.CANCELLED);
            assertThat(record(ID).times().ended()).isNotNull();
            assertThat(store.signals()).isEmpty();
        }

        @Test
        void ends_a_run_whose_lease_is_over_at_once() {
            owned(ID, ANNA);
            outliveTheLease();

            store.cancel(ID);

            assertThat(record(ID).phase()).isEqualTo(RunPhase.CANCELLED);
            assertThat(record(ID).lease()).isNull();
        }

        @ParameterizedTest
        @EnumSource(
                value = RunPhase.class,
                names = {"COMPLETED", "PARTIAL", "FAILED", "CANCELLED", "TIMED_OUT", "OVER_BUDGET"})
        void does_nothing_to_a_run_that_has_ended(RunPhase end) {
            commit(owned(ID, ANNA), moved(end));
            StoredRun before = stored(ID);
            pass(Duration.ofSeconds(1));
            RunRecord later = record(ID);

            store.cancel(ID);

            assertThat(record(ID)).isEqualTo(later);
            assertThat(record(ID).phase()).isEqualTo(before.record().phase());
        }
    }

    @Nested
    class Signals {
        @Test
        void are_of_runs_that_somebody_wants_something_of() {
            owned(ID, ANNA);
            owned("run-2", ANNA);
            commit(owned("run-3", ANNA), moved(RunPhase.WAITING));
            commit(owned("run-4", ANNA), moved(RunPhase.FAILED));
            store.cancel("run-2");
            store.decide("run-2", "look", payload("no"));
            store.decide("run-3", "look", payload("yes"));
            store.decide("run-3", "price", payload("no"));
            store.decide("run-4", "look", payload("yes"));

            assertThat(again().signals())
                    .containsExactlyInAnyOrder(
                            new RunSignal("run-2", true, stored("run-2").decisions()),
                            new RunSignal("run-3", false, stored("run-3").decisions()));
            assertThat(stored("run-3").decisions()).hasSize(2);
        }

        @Test
        void are_none_where_nobody_wants_anything() {
            owned(ID, ANNA);

            assertThat(store.signals()).isEmpty();
        }
    }

    @Nested
    class Purging {
        private void end(String id) {
            commit(owned(id, ANNA), intended("call-of-" + id), saved(accepted("hero", picture(id.hashCode() & 0xff))));
            store.decide(id, "look", payload("yes"));
            store.commit(record(id).lease(), record(id).nextSeq(), List.of(moved(RunPhase.COMPLETED)));
        }

        @Test
        void deletes_what_ended_before_the_time() {
            end("old");
            pass(Duration.ofHours(1));
            end("young");

            assertThat(store.purge(record("young").times().ended())).containsExactly("old");

            assertThat(store.find("old")).isEmpty();
            assertThat(store.load("old")).isEmpty();
            assertThat(store.list(RunQuery.all())).extracting(RunRecord::id).containsExactly("young");
            assertThat(store.needed(Set.of(picture("old".hashCode() & 0xff)))).isEmpty();
            assertThat(stored("young").calls()).hasSize(1);
        }

        @Test
        void leaves_nothing_behind_for_a_later_run_of_that_id() {
            end(ID);
            store.purge(record(ID).times().ended().plusMillis(1));

            assertThat(store.create(run(ID), null).created()).isTrue();
            assertThat(stored(ID).calls()).isEmpty();
            assertThat(stored(ID).steps()).isEmpty();
            assertThat(stored(ID).decisions()).isEmpty();
        }

        @Test
        void spares_what_has_not_ended() {
            owned(ID, ANNA);
            store.create(run("run-2"), null);
            commit(owned("run-3", ANNA), moved(RunPhase.WAITING));
            commit(owned("run-4", ANNA), moved(RunPhase.QUARANTINED));
            commit(owned("run-5", ANNA), moved(RunPhase.FAILED));
            Instant ended = record("run-5").times().ended();
            store.claim("run-5", BERT);
            pass(Duration.ofDays(400));

            assertThat(store.purge(ended.plus(Duration.ofDays(999)))).isEmpty();
            assertThat(store.list(RunQuery.all())).hasSize(5);
        }

        @Test
        void of_an_empty_store_deletes_nothing() {
            assertThat(store.purge(Instant.parse("2036-01-01T00:00:00Z"))).isEmpty();
        }
    }

    @Nested
    class The_pictures_that_are_needed {
        @Test
        void are_those_that_a_step_refers_to() {
            Lease lease = owned(ID, ANNA);
            commit(lease, saved(step("hero", "FAILED", picture(1), picture(2))), saved(accepted("logo", picture(3))));
            commit(owned("run-2", ANNA), saved(accepted("hero", picture(3), picture(4))), moved(RunPhase.COMPLETED));
            commit(lease, saved(accepted("hero", picture(2))));

            List<String> asked =
                    Stream.of(1, 2, 3, 4, 5).map(RunStoreContractRuns::picture).toList();
            assertThat(store.needed(asked)).containsExactlyInAnyOrder(picture(2), picture(3), picture(4));
            assertThat(store.needed(List.of(picture(4), picture(4)))).containsExactly(picture(4));
            assertThat(store.needed(List.of())).isEmpty();
        }

        @Test
        void are_found_among_more_than_one_statement_takes() {
            commit(owned(ID, ANNA), saved(accepted("hero", picture(69_999))));
            List<String> many = IntStream.range(0, MORE_THAN_A_STATEMENT_TAKES)
                    .mapToObj(RunStoreContractRuns::picture)
                    .toList();

            assertThat(store.needed(many)).containsExactly(picture(69_999));
        }
    }

    @Nested
    class A_list {
        private List<String> ids(RunQuery query) {
            return store.list(query).stream().map(RunRecord::id).toList();
        }

        @BeforeEach
        void create_four() {
            store.create(runOf("a", "kit", "acme"), null);
            pass(Duration.ofMinutes(1));
            store.create(runOf("b", "kit", "o'brien"), ANNA);
            pass(Duration.ofMinutes(1));
            store.create(run("c", "Kit", Payload.empty()), ANNA);
            pass(Duration.ofMinutes(1));
            Lease lease = store.create(runOf("d", "poster", "acme"), ANNA).lease();
            commit(lease, moved(RunPhase.WAITING));
        }

        @Test
        void begins_with_the_run_that_was_created_last() {
            assertThat(ids(RunQuery.all())).containsExactly("d", "c", "b", "a");
            assertThat(store.list(RunQuery.all()))
                    .allSatisfy(run -> assertThat(run).isEqualTo(record(run.id())));
        }

        @Test
        void has_no_more_than_the_limit() {
            assertThat(ids(RunQuery.all().limit(2))).containsExactly("d", "c");
            assertThat(ids(RunQuery.all().flow("kit").limit(1))).containsExactly("b");
        }

        @Test
        void is_of_one_flow() {
            assertThat(ids(RunQuery.all().flow("kit"))).containsExactly("b", "a");
            assertThat(ids(RunQuery.all().flow("k%"))).isEmpty();
        }

        @Test
        void is_of_one_tenant() {
            assertThat(ids(RunQuery.all().tenant("acme"))).containsExactly("d", "a");
            assertThat(ids(RunQuery.all().tenant("o'brien"))).containsExactly("b");
            assertThat(ids(RunQuery.all().tenant("' or '1'='1"))).isEmpty();
        }

        @Test
        void is_of_some_phases() {
            assertThat(ids(RunQuery.all().phase(RunPhase.RUNNING))).containsExactly("c", "b");
            assertThat(ids(RunQuery.all().phase(RunPhase.WAITING, RunPhase.SUBMITTED)))
                    .containsExactly("d", "a");
            assertThat(ids(RunQuery.all().phase(RunPhase.FAILED))).isEmpty();
        }

        @Test
        void is_of_some_time() {
            Instant second = record("b").times().created();
            Instant last = record("d").times().created();

            assertThat(ids(RunQuery.all().createdFrom(second))).containsExactly("d", "c", "b");
            assertThat(ids(RunQuery.all().createdBefore(second))).containsExactly("a");
            assertThat(ids(RunQuery.all().createdFrom(second).createdBefore(last)))
                    .containsExactly("c", "b");
        }

        @Test
        void is_of_what_no_lease_keeps_from_being_claimed() {
            store.claim("a", ANNA);
            outliveTheLease();
            store.claim("b", BERT);

            assertThat(ids(RunQuery.all().unleased())).containsExactly("d", "c", "a");
            assertThat(ids(RunQuery.all().flow("kit").unleased().limit(1))).containsExactly("a");
        }

        @Test
        void meets_all_conditions_at_once() {
            RunQuery both = RunQuery.all().flow("kit").tenant("acme");

            assertThat(ids(both)).containsExactly("a");
            assertThat(ids(both.phase(RunPhase.RUNNING))).isEmpty();
            assertThat(ids(both.createdFrom(record("b").times().created()))).isEmpty();
        }
    }
}
