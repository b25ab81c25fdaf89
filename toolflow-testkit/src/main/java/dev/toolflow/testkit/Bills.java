package dev.toolflow.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was billed so far, in memory and, where that is wanted, on disk. Thread-safe. */
final class Bills implements AutoCloseable {
    private final List<BilledCall> calls = new ArrayList<>();
    private final @Nullable LedgerFile file;

    /** @param path goes on with the ledger of this file; null for one in memory */
    Bills(@Nullable Path path) {
        this.file = path == null ? null : LedgerFile.open(path, calls::add);
    }

    synchronized void add(BilledCall call) {
        if (file != null) {
            file.add(call);
        }
        calls.add(call);
    }

    synchronized Ledger ledger() {
        return new Ledger(calls);
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
