package dev.toolflow.jdbc;

import dev.toolflow.run.Lease;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunStore;
import java.nio.file.Path;
import java.util.List;

/** Threads of which each commits steps of a run of its own for ever, and prints which was acknowledged: {@code run number}. */
final class CommittingCrowd {
    private CommittingCrowd() {}

    /** The file, and the runs. */
    public static void main(String[] arguments) {
        JdbcRunStore store = JdbcRunStore.sqlite(Path.of(arguments[0]));
        for (String id : List.of(arguments).subList(1, arguments.length)) {
            new Thread(() -> commit(store, id)).start();
        }
    }

    private static void commit(JdbcRunStore store, String id) {
        Owner self = Owner.current();
        RunStore.Creation creation = store.create(SampleRuns.run(id), self);
        Lease lease = creation.created() ? creation.lease() : store.claim(id, self);
        for (long seq = lease.nextSeq(); ; seq++) {
            store.commit(lease, seq, List.of(SampleRuns.accepted("step-" + seq)));
            System.out.println(id + " " + seq);
        }
    }
}
