package dev.toolflow.jdbc;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.RunStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** Stores of one database, with more patience or less, and what they write and read. */
final class PatientStores implements AutoCloseable {
    static final Duration SHORT = Duration.ofMillis(900);
    static final Duration LONG = Duration.ofSeconds(30);

    private final List<RunStore> opened = new ArrayList<>();
    private final String address;

    PatientStores(String address) {
        this.address = address;
    }

    JdbcRunStore impatient(PGSimpleDataSource database) {
        JdbcRunStore store = PostgresServer.impatient(database, SHORT);
        opened.add(store);
        return store;
    }

    JdbcRunStore store(Duration patience) {
        JdbcRunStoreBuilder options =
                new JdbcRunStoreBuilder(given -> PostgresPool.open(address, given)).patience(patience);
        JdbcRunStore store = options.build();
        opened.add(store);
        return store;
    }

    static Lease owned(RunStore store, String run) {
        return store.create(SampleRuns.run(run), SampleRuns.owner("anna")).lease();
    }

    static void intend(RunStore store, Lease lease, long seq) {
        store.commit(lease, seq, List.of(SampleRuns.intended("call-" + seq)));
    }

    static List<String> calls(RunStore store, String run) {
        return store.load(run).orElseThrow().calls().stream()
                .map(CallRecord::id)
                .toList();
    }

    @Override
    public void close() {
        opened.forEach(RunStore::close);
    }
}
