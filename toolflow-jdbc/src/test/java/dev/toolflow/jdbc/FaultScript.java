package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.SampleRuns.accepted;
import static dev.toolflow.jdbc.SampleRuns.answer;
import static dev.toolflow.jdbc.SampleRuns.intended;
import static dev.toolflow.jdbc.SampleRuns.moved;
import static dev.toolflow.jdbc.SampleRuns.owner;
import static dev.toolflow.jdbc.SampleRuns.run;
import static dev.toolflow.jdbc.SampleRuns.settled;
import static dev.toolflow.jdbc.SampleRuns.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.Lease;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.RunStoreException;
import dev.toolflow.run.StoredRun;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What an engine does with a store over the life of a few runs, for stores whose driver fails once. What fails is asked for again; a commit
 * only when the store has not got it.
 */
record FaultScript(RunStore store) {
    private static final int TRIES = 4;
    private static final String PICTURE = "0d".repeat(32);
    private static final Owner ANNA = owner("anna");

    /** Does it all, and gives all that is kept in the end. */
    List<StoredRun> play() {
        Lease lease = again(() -> store.create(run("first"), ANNA).lease());
        commit(lease, 1, intended("c1"));
        commit(lease, 2, settled("c1"), accepted("hero", PICTURE));
        commit(lease, 3, intended("c2"));
        again(() -> store.renew(ANNA, Set.of("first")));
        again(() -> store.decide("first", "approve", text("yes")));
        assertThat(again(store::signals)).hasSize(1);
        commit(lease, 4, moved(RunPhase.WAITING));
        Lease second = again(() -> store.claim("first", ANNA));
        again(() -> done(() -> store.settle("first", "c2", answer("late"))));
        commit(second, 5, accepted("logo", PICTURE), moved(RunPhase.COMPLETED));
        again(() -> store.create(run("second"), null));
        again(() -> done(() -> store.cancel("second")));
        Lease third = again(() -> store.create(run("third"), ANNA).lease());
        again(() -> done(() -> store.release(third)));
        again(() -> store.purge(Instant.EPOCH));
        assertThat(again(() -> store.needed(List.of(PICTURE)))).containsExactly(PICTURE);
        List<RunRecord> runs = again(() -> store.list(RunQuery.all()));
        return runs.stream().map(run -> stored(run.id())).toList();
    }

    /** Begins a run, and gives what goes on with it. */
    Runnable begun(String id) {
        Lease lease = again(() -> store.create(run(id), ANNA).lease());
        commit(lease, 1, intended("c1"));
        return () -> commit(lease, 2, settled("c1"), accepted("hero", PICTURE));
    }

    /** All that is kept of a run. */
    StoredRun stored(String id) {
        return again(() -> store.load(id).orElseThrow());
    }

    private static boolean done(Runnable work) {
        work.run();
        return true;
    }

    private void commit(Lease lease, long seq, RunChange... changes) {
        again(() -> done(() -> {
            RunRecord run = store.find(lease.runId()).orElseThrow();
            if (run.fence() == lease.fence() && run.nextSeq() == seq) {
                store.commit(lease, seq, List.of(changes));
            }
        }));
    }

    private static <T> T again(Supplier<T> work) {
        for (int i = 1; ; i++) {
            try {
                return work.get();
            } catch (RunStoreException e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }
}
