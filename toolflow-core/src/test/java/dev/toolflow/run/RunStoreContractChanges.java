package dev.toolflow.run;

import static dev.toolflow.run.RunStoreContractRuns.LARGE;
import static dev.toolflow.run.RunStoreContractRuns.ODD;
import static dev.toolflow.run.RunStoreContractRuns.accepted;
import static dev.toolflow.run.RunStoreContractRuns.answer;
import static dev.toolflow.run.RunStoreContractRuns.call;
import static dev.toolflow.run.RunStoreContractRuns.intended;
import static dev.toolflow.run.RunStoreContractRuns.moved;
import static dev.toolflow.run.RunStoreContractRuns.payload;
import static dev.toolflow.run.RunStoreContractRuns.picture;
import static dev.toolflow.run.RunStoreContractRuns.run;
import static dev.toolflow.run.RunStoreContractRuns.saved;
import static dev.toolflow.run.RunStoreContractRuns.settled;
import static dev.toolflow.run.RunStoreContractRuns.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.RunChange.Intended;
import dev.toolflow.run.RunChange.Moved;
import dev.toolflow.run.RunChange.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written of a run, and read again. */
abstract class RunStoreContractChanges extends RunStoreContractCommits {
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
}
