package dev.toolflow.run;

import static dev.toolflow.run.RunStoreContractRuns.accepted;
import static dev.toolflow.run.RunStoreContractRuns.deadOwner;
import static dev.toolflow.run.RunStoreContractRuns.intended;
import static dev.toolflow.run.RunStoreContractRuns.owner;
import static dev.toolflow.run.RunStoreContractRuns.payload;
import static dev.toolflow.run.RunStoreContractRuns.run;
import static dev.toolflow.run.RunStoreContractRuns.saved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.toolflow.run.RunChange.Moved;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has a run, and for how long. */
abstract class RunStoreContractLeases extends RunStoreContractClaims {
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

        @ParameterizedTest
        @ValueSource(strings = {"anna", "bert"})
        void of_an_earlier_claim_gives_back_none_that_followed_whoever_has_it(String next) {
            Lease first = owned(ID, ANNA);
            outliveTheLease();
            Lease second = store.claim(ID, owner(next));

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
}
