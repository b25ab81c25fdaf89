package dev.toolflow.jdbc;

import dev.toolflow.run.Lease;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunStore;
import java.util.List;

/** Commits steps of a run one after the other, and prints the number of each that was acknowledged. */
final class CommittingProcess {
    private CommittingProcess() {}

    /** The store, the run, and how many commits. */
    public static void main(String[] arguments) {
        String id = arguments[1];
        try (JdbcRunStore store = JdbcRunStore.open(arguments[0])) {
            Lease lease = lease(store, id);
            for (long i = 0; i < Long.parseLong(arguments[2]); i++) {
                long seq = lease.nextSeq() + i;
                RunChange step = SampleRuns.accepted("step-" + seq);
                store.commit(
                        lease,
                        seq,
                        List.of(SampleRuns.intended("call-" + seq), SampleRuns.settled("call-" + seq), step));
                System.out.println(seq);
            }
        }
    }

    private static Lease lease(JdbcRunStore store, String id) {
        Owner self = Owner.current();
        RunStore.Creation creation = store.create(SampleRuns.run(id), self);
        return creation.created() ? creation.lease() : store.claim(id, self);
    }
}
