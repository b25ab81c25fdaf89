package dev.toolflow.run;

import static dev.toolflow.run.RunStoreContractRuns.ODD;
import static dev.toolflow.run.RunStoreContractRuns.accepted;
import static dev.toolflow.run.RunStoreContractRuns.answer;
import static dev.toolflow.run.RunStoreContractRuns.intended;
import static dev.toolflow.run.RunStoreContractRuns.owner;
import static dev.toolflow.run.RunStoreContractRuns.payload;
import static dev.toolflow.run.RunStoreContractRuns.run;
import static dev.toolflow.run.RunStoreContractRuns.saved;
import static dev.toolflow.run.RunStoreContractRuns.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.run.RunStore.Creation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a run comes to be there, and what becomes of one that nobody can do. */
abstract class RunStoreContractClaims extends RunStoreContractSetup {
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
}
