package dev.toolflow.jdbc;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.Payload;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunQueue;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunSignal;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.StoredRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps runs in an SQLite file, for the processes of one machine, or in PostgreSQL, for those of several. What was acknowledged is
 * on disk: a killed process and a lost machine's power take nothing of it back, as far as the disk keeps what it was told to. Only
 * what came of a call is out of a killed process's reach at first in SQLite, and on disk with the run's next commit or 50 ms later.
 * Thread-safe.
 *
 * <pre>{@code
 * try (var store = JdbcRunStore.sqlite(Path.of("runs.db"));
 *         var engine = ToolFlowEngine.builder(service).store(store).build()) {
 *     …
 * }
 * }</pre>
 *
 * <p><b>SQLite.</b> The file is in WAL mode: beside it lie {@code runs.db-wal} and {@code runs.db-shm}, which belong to it and must not be deleted
 * or left behind when it is moved. It must not be on a network file system. One thread writes; commits of callers that wait at
 * the same time share one write to the disk. A run whose owner's process has ended can be claimed at once, without waiting for
 * its lease to run out.
 *
 * <p><b>PostgreSQL</b>, 13 or newer. Leases run by the database's clock. Transactions are short and leave nothing behind in their
 * session, so that it may lie behind PgBouncer in transaction mode; the driver must then not keep statements in the session
 * ({@code prepareThreshold=0}, which is the default where the store makes its own connections), and PgBouncer be told
 * {@code ignore_startup_parameters = extra_float_digits}. What fails because transactions collided, or because the connection was
 * lost, is done again for up to the store's {@linkplain JdbcRunStoreBuilder#patience patience}. Set {@code synchronous_commit} to
 * nothing less than its default {@code on}. The store has a {@linkplain #queue() queue}.
 *
 * <p>The tables are made and brought up to date when a store is opened; several processes may do so at the same time. A store of
 * a newer ToolFlow is refused with {@link dev.toolflow.run.RunIncompatibleException} and not touched.
 */
public final class JdbcRunStore implements RunStore {
    private final Database database;
    private final Duration leaseTime;
    private final KeptRuns runs;
    private final Ownership ownership;
    private final Commits commits;
    private final People people;

    JdbcRunStore(Database database, Duration leaseTime) {
        this.database = database;
        this.leaseTime = leaseTime;
        this.runs = new KeptRuns(database);
        this.ownership = new Ownership(database, leaseTime);
        this.commits = new Commits(database);
        this.people = new People(database, ownership);
    }

    /**
     * The store in a file, which is made, with its directory, where it is not there yet; only its owner can read it then.
     *
     * @throws dev.toolflow.run.RunIncompatibleException if the file was written by a newer ToolFlow
     * @throws dev.toolflow.run.RunStoreException if it cannot be opened; says why, and what to do
     */
    public static JdbcRunStore sqlite(Path file) {
        return builder(file).build();
    }

    /** Begins a store in an SQLite file. */
    public static JdbcRunStoreBuilder builder(Path file) {
        Objects.requireNonNull(file, "file");
        return new JdbcRunStoreBuilder(
                options -> SqliteDatabase.open(new SqliteFile(file, options.clock(), options.patience())));
    }

    /**
     * The store in a PostgreSQL database, in the first schema of the connections' search path. Up to 10 of the source's connections
     * are used at the same time, and a few more by a worker; the source stays open when the store is closed.
     *
     * @throws dev.toolflow.run.RunIncompatibleException if the tables were made by a newer ToolFlow
     * @throws dev.toolflow.run.RunStoreException if it cannot be opened; says why, and what to do
     */
    public static JdbcRunStore postgresql(DataSource database) {
        return builder(database).build();
    }

    /** Begins a store in PostgreSQL. */
    public static JdbcRunStoreBuilder builder(DataSource database) {
        Objects.requireNonNull(database, "database");
        return new JdbcRunStoreBuilder(options -> PostgresDatabase.open(database, database, options, () -> {}));
    }

    /**
     * The store that a command line names: {@code sqlite:/path/runs.db}, the path alone, or
     * {@code jdbc:postgresql://host/database?user=name} with connections of the store's own.
     *
     * @throws IllegalArgumentException if it names no kind of store that is known
     */
    public static JdbcRunStore open(String uri) {
        return builder(uri).build();
    }

    /** Begins the same. */
    public static JdbcRunStoreBuilder builder(String uri) {
        return StoreUri.builder(uri);
    }

    @Override
    public Creation create(NewRun run, @Nullable Owner owner) {
        return ownership.create(run, owner);
    }

    @Override
    public Optional<RunRecord> find(String runId) {
        return runs.find(runId);
    }

    @Override
    public List<RunRecord> list(RunQuery query) {
        return runs.list(query);
    }

    @Override
    public Optional<StoredRun> load(String runId) {
        return runs.load(runId);
    }

    @Override
    public Lease claim(String runId, Owner owner) {
        return ownership.claim(runId, owner);
    }

    @Override
    public void commit(Lease lease, long seq, List<RunChange> changes) {
        commits.commit(lease, seq, changes);
    }

    @Override
    public void settle(String runId, String callId, CallRecord.Settlement settlement) {
        commits.settle(runId, callId, settlement);
    }

    @Override
    public Set<String> renew(Owner owner, Collection<String> runIds) {
        return ownership.renew(owner, runIds);
    }

    @Override
    public void release(Lease lease) {
        ownership.release(lease);
    }

    @Override
    public List<RunSignal> signals() {
        return people.signals();
    }

    @Override
    public void cancel(String runId) {
        people.cancel(runId);
    }

    @Override
    public boolean decide(String runId, String approvalId, Payload answer) {
        return people.decide(runId, approvalId, answer);
    }

    @Override
    public void unquarantine(String runId) {
        people.unquarantine(runId);
    }

    @Override
    public List<String> purge(Instant endedBefore) {
        return runs.purge(endedBefore);
    }

    @Override
    public Set<String> needed(Collection<String> sha256) {
        return runs.needed(sha256);
    }

    @Override
    public Duration leaseTime() {
        return leaseTime;
    }

    @Override
    public Optional<RunQueue> queue() {
        return database.queue();
    }

    /** Waits for what is being written, and closes every connection that the store opened itself. */
    @Override
    public void close() {
        database.close();
    }

    /** Where the runs are; no password. */
    @Override
    public String toString() {
        return "JdbcRunStore[" + database + "]";
    }
}
