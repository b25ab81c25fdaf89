package dev.toolflow.run;

import static dev.toolflow.run.RunStoreContractRuns.intended;
import static dev.toolflow.run.RunStoreContractRuns.moved;
import static dev.toolflow.run.RunStoreContractRuns.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What reaches a run from elsewhere. */
abstract class RunStoreContractMessages extends RunStoreContractChanges {
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
}
