package dev.toolflow.examples;

import dev.toolflow.Durability;
import dev.toolflow.StoredRuns;
import dev.toolflow.examples.runs.RunContent;
import dev.toolflow.examples.runs.RunSummary;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.StoredRun;
import java.time.Duration;

/** A store of runs that is open, and how what it keeps is read. Thread-safe. */
final class KeptRuns implements AutoCloseable {
    private final RunStoreAddress address;
    private final RunStore store;
    private final PayloadCodec codec;

    private KeptRuns(RunStoreAddress address, RunStore store, PayloadCodec codec) {
        this.address = address;
        this.store = store;
        this.codec = codec;
    }

    /** Opens a store that is there, and waits so long for a database that does not answer. */
    static KeptRuns open(RunStoreAddress address, PayloadCodec codec, Duration patience) {
        return new KeptRuns(address, address.openExisting(patience), codec);
    }

    /** Opens a store that is made where it is missing. */
    static KeptRuns make(RunStoreAddress address, PayloadCodec codec) {
        return new KeptRuns(address, address.open(), codec);
    }

    RunStore store() {
        return store;
    }

    PayloadCodec codec() {
        return codec;
    }

    /** How an engine keeps its runs there. */
    Durability durability() {
        return Durability.in(store).payloads(codec);
    }

    /** What the core tells of them. */
    StoredRuns stored() {
        return StoredRuns.of(durability());
    }

    /** What this run holds. */
    RunContent content(StoredRun run) {
        return RunContent.of(run, stored());
    }

    /** What is to be known of this run. */
    RunSummary summary(StoredRun run) {
        return RunSummary.of(content(run));
    }

    /**
     * A run that is there.
     *
     * @throws BadInputException when it is not
     */
    RunRecord find(String runId) {
        return store.find(runId).orElseThrow(() -> unknown(runId));
    }

    /** The same with its steps. */
    StoredRun load(String runId) {
        return store.load(runId).orElseThrow(() -> unknown(runId));
    }

    private BadInputException unknown(String runId) {
        return new BadInputException("RUN: " + address + " keeps no run '" + runId
                + "'; the runs that it keeps are told by runs list --store " + address);
    }

    @Override
    public void close() {
        store.close();
    }
}
