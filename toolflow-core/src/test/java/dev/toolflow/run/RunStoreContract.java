package dev.toolflow.run;

import static dev.toolflow.run.RunStoreContractRuns.accepted;
import static dev.toolflow.run.RunStoreContractRuns.intended;
import static dev.toolflow.run.RunStoreContractRuns.moved;
import static dev.toolflow.run.RunStoreContractRuns.payload;
import static dev.toolflow.run.RunStoreContractRuns.picture;
import static dev.toolflow.run.RunStoreContractRuns.run;
import static dev.toolflow.run.RunStoreContractRuns.runOf;
import static dev.toolflow.run.RunStoreContractRuns.saved;
import static dev.toolflow.run.RunStoreContractRuns.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
public abstract class RunStoreContract extends RunStoreContractMessages {
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
