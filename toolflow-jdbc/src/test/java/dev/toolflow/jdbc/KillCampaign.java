package dev.toolflow.jdbc;

import dev.toolflow.testkit.Endpoint;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Kills workers on one store until so many were killed, and lets the last of them finish. Every other kill is at a named place, in
 * turn; the others come from outside, after a number of events that the seed decides. Not thread-safe.
 */
final class KillCampaign implements AutoCloseable {
    private static final int NEVER = Integer.MAX_VALUE;

    /** Long enough for a kill to find calls in flight. */
    private static final Duration ANSWERING = Duration.ofMillis(30);

    private static final int MOST_EVENTS = 40;
    private static final int MOST_TIMES = 6;

    private final String store;
    private final Path directory;
    private final Random random;
    private final FakeOpenAiServer server;
    private final List<String> events = new ArrayList<>();
    private final Map<String, Integer> kills = new TreeMap<>();
    private int lives;

    /** Few kills begin where money and results are at stake. */
    private int named = 2;

    private int batch;

    KillCampaign(String store, Path directory, long seed) {
        this.store = store;
        this.directory = directory;
        this.random = new Random(seed);
        this.server = FakeOpenAiServer.builder()
                .ledger(directory.resolve("ledger.jsonl"))
                .keepRequests(1_000_000)
                .start();
        server.on(Endpoint.CHAT_COMPLETIONS).always(Fault.none().after(ANSWERING));
        server.on(Endpoint.IMAGE_GENERATIONS).always(Fault.none().after(ANSWERING));
    }

    /** Kills so many, and returns what is known of all runs afterwards. */
    KillEvidence run(int wanted) throws IOException, InterruptedException {
        while (killed() < wanted) {
            if (lives % 2 == 0) {
                KillPoint point = nextPoint();
                live(point.toString(), point.name(), NEVER);
            } else {
                live(LeafletWorker.NOWHERE, "from outside", 1 + random.nextInt(MOST_EVENTS));
            }
        }
        live(LeafletWorker.NOWHERE, "not at all", NEVER);
        return new KillEvidence(events, server, kills, batch * LeafletWorker.RUNS_AT_ONCE);
    }

    private int killed() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Not in their order, so that kills before anything is done do not follow each other. */
    private KillPoint nextPoint() {
        KillPoint.Change[] changes = KillPoint.Change.values();
        int place = named++;
        KillPoint.Change change = changes[place * 5 % changes.length];
        KillPoint.Side side = KillPoint.Side.values()[place / changes.length % 2];
        int most = switch (change) {
            case CREATED, CLAIMED, ENDED -> 1;
            default -> MOST_TIMES;
        };
        return new KillPoint(side, change, 1 + random.nextInt(most));
    }

    private void live(String point, String name, int after) throws IOException, InterruptedException {
        List<String> arguments = List.of(
                store,
                server.baseUrl().toString(),
                directory.resolve("images").toString(),
                String.valueOf(batch),
                point);
        WorkerLife life = WorkerLife.of(arguments, after, directory.resolve("life-" + lives++ + ".log"));
        events.addAll(life.events());
        if (life.isDone()) {
            batch++;
        } else {
            kills.merge(name, 1, Integer::sum);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
