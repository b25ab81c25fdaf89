package dev.toolflow.jdbc;

import static org.awaitility.Awaitility.await;

import dev.toolflow.Durability;
import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.openai.DefaultOpenAiToolService;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunStore;
import dev.toolflow.store.ImageStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** The process that is killed: runs a batch of flows until all are done, going on with what an earlier one of its kind began. */
public final class LeafletWorker {
    /** The most calls that can be lost by one kill. */
    static final int CALLS_IN_FLIGHT = 4;

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);

    static final int RUNS_AT_ONCE = 3;
    static final String NOWHERE = "nowhere";

    private LeafletWorker() {}

    /**
     * Works on a batch.
     *
     * @param args the store, the server, the directory of pictures, the number of the batch, where to halt
     */
    public static void main(String[] args) {
        WorkerEvents events = new WorkerEvents();
        KillPoint point = args[4].equals(NOWHERE) ? null : KillPoint.parse(args[4]);
        try (RunStore store = new HaltingStore(open(args[0]), events, point);
                DefaultOpenAiToolService service = DefaultOpenAiToolService.builder()
                        .baseUrl(URI.create(args[1]))
                        .build();
                ToolFlowEngine engine = ToolFlowEngine.builder(service)
                        .durability(Durability.in(store))
                        .images(ImageStore.directory(Path.of(args[2])))
                        .callsInFlight(CALLS_IN_FLIGHT)
                        .build()) {
            work(engine, args[3]);
        }
        events.done();
    }

    static List<String> runs(String batch) {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < RUNS_AT_ONCE; i++) {
            runs.add("run-" + batch + "-" + i);
        }
        return runs;
    }

    /** The runs of the first batches, so many in all. */
    static List<String> batches(int runs) {
        List<String> all = new ArrayList<>();
        for (int batch = 0; all.size() < runs; batch++) {
            all.addAll(runs(String.valueOf(batch)));
        }
        return all;
    }

    /** In PostgreSQL nobody knows whether an owner is dead, so that each kill costs a lease. */
    static RunStore open(String address) {
        if (!address.startsWith("jdbc:")) {
            return JdbcRunStore.builder(Path.of(address)).leaseTime(LEASE).build();
        }
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(address);
        return JdbcRunStore.builder(database).leaseTime(LEASE).build();
    }

    private static FlowRun<Leaflets.Leaflet> begin(ToolFlowEngine engine, String run) {
        return engine.start(
                Leaflets.LEAFLET, new Leaflets.Order(run), RunOptions.defaults().id(run));
    }

    private static void work(ToolFlowEngine engine, String batch) {
        List<FlowRun<Leaflets.Leaflet>> begun = new ArrayList<>();
        for (String run : runs(batch)) {
            begun.add(await().pollInterval(POLL)
                    .atMost(LEASE.multipliedBy(10))
                    .ignoreException(RunLeasedException.class)
                    .until(() -> begin(engine, run), started -> true));
        }
        for (FlowRun<Leaflets.Leaflet> run : begun) {
            ToolFlowResult<Leaflets.Leaflet> result = run.result().join();
            if (result.status() != RunStatus.COMPLETED) {
                throw new IllegalStateException(
                        result.toString(), result.error().orElse(null));
            }
        }
    }
}
