package dev.toolflow.examples;

import dev.toolflow.jdbc.JdbcRunStore;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.Payload;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.StepRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An SQLite file with runs that nobody made. Not thread-safe. */
final class KeptStore implements AutoCloseable {
    static final String HASH = "ab".repeat(32);

    private final RunStore store;
    private final PayloadCodec codec;

    KeptStore(Path file) {
        this(file, PayloadCodec.checked());
    }

    KeptStore(Path file, PayloadCodec codec) {
        this.store = JdbcRunStore.open(file.toString());
        this.codec = codec;
    }

    RunStore store() {
        return store;
    }

    /** A run of this process, begun now. */
    Run run(String id, String flow, @Nullable String tenant) {
        return run(id, flow, tenant, Owner.current());
    }

    /** A run of this owner. */
    Run run(String id, String flow, @Nullable String tenant, Owner owner) {
        NewRun run = new NewRun(
                id,
                flow,
                tenant,
                HASH,
                payload(id, null, "input", "{\"product\":\"tea\"}"),
                payload(id, null, "options", "{\"v\":1}"),
                null);
        Lease lease = store.create(run, owner).lease();
        return new Run(java.util.Objects.requireNonNull(lease));
    }

    private Payload payload(String run, @Nullable String step, String field, String json) {
        return codec.encode(new PayloadCodec.Place(run, step, field), json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        store.close();
    }

    /** A run to be written to. */
    final class Run {
        private final Lease lease;
        private final List<RunChange> changes = new ArrayList<>();
        private int calls;

        private Run(Lease lease) {
            this.lease = lease;
        }

        /** A call of which nobody knows what came of it. */
        Run open(String step, String model) {
            calls++;
            changes.add(new RunChange.Intended(call(step, model)));
            return this;
        }

        /** A call that was answered for so much. */
        Run called(String step, String model, String usd) {
            open(step, model);
            CallRecord call = call(step, model);
            changes.add(new RunChange.Settled(
                    call.id(),
                    new CallRecord.Settlement(
                            Instant.now(),
                            true,
                            payload(
                                    lease.runId(),
                                    step,
                                    call.id() + "/outcome",
                                    "{\"v\":1,\"cost\":{\"usd\":" + usd + ",\"unpricedCalls\":0}}"))));
            return this;
        }

        private CallRecord call(String step, String model) {
            String id = lease.runId() + "-call-" + calls;
            return new CallRecord(
                    id,
                    new CallRecord.Place(step, calls, 1, model),
                    Instant.now(),
                    payload(lease.runId(), step, id + "/intent", "{\"v\":1}"),
                    null);
        }

        Run step(String step, String status, StepRecord.Blob... pictures) {
            changes.add(new RunChange.StepSaved(new StepRecord(
                    step,
                    status,
                    new StepRecord.Shape("generate_" + step, "1", HASH, HASH),
                    payload(lease.runId(), step, "result", "{\"v\":1,\"status\":\"" + status + "\"}"),
                    List.of(pictures))));
            return this;
        }

        /** Stands there; its owner gives it back unless it is running. */
        Run moved(RunPhase phase) {
            changes.add(new RunChange.Moved(phase, null));
            return this;
        }

        void write() {
            store.commit(lease, lease.nextSeq(), changes);
        }
    }
}
