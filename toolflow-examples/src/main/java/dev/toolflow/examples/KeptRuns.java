package dev.toolflow.examples;

import dev.toolflow.examples.runs.Payloads;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.StoredRun;

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

    /** Opens a store that is there. */
    static KeptRuns open(RunStoreAddress address, PayloadCodec codec) {
        return new KeptRuns(address, address.openExisting(), codec);
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

    Payloads payloads() {
        return Payloads.of(codec);
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
