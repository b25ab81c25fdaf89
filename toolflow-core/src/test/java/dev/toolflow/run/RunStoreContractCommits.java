package dev.toolflow.run;

import static dev.toolflow.run.RunStoreContractRuns.accepted;
import static dev.toolflow.run.RunStoreContractRuns.answer;
import static dev.toolflow.run.RunStoreContractRuns.call;
import static dev.toolflow.run.RunStoreContractRuns.intended;
import static dev.toolflow.run.RunStoreContractRuns.moved;
import static dev.toolflow.run.RunStoreContractRuns.payload;
import static dev.toolflow.run.RunStoreContractRuns.run;
import static dev.toolflow.run.RunStoreContractRuns.saved;
import static dev.toolflow.run.RunStoreContractRuns.settled;
import static dev.toolflow.run.RunStoreContractRuns.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.RunChange.Intended;
import dev.toolflow.run.RunChange.Moved;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written together. */
abstract class RunStoreContractCommits extends RunStoreContractLeases {
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
}
