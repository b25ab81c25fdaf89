package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.StoredRun;
import dev.toolflow.testkit.Endpoint;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process that works on runs is paused for longer than its leases, another goes on with them, and the first wakes up. How often
 * is said by {@code -Dtoolflow.kills=N}.
 */
class StealTest {
    private static final int ROUNDS = Integer.getInteger("toolflow.kills", 2);
    private static final long SEED = Long.getLong("toolflow.kills.seed", 20_261_126);
    private static final int MOST_EVENTS = 30;
    private static final Duration ANSWERING = Duration.ofMillis(30);

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);
    private final List<String> events = new ArrayList<>();

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void an_owner_that_was_paused_past_its_lease_writes_nothing_more_on_sqlite() throws Exception {
        steals(directory.resolve("runs.db").toString());
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void an_owner_that_was_paused_past_its_lease_writes_nothing_more_on_postgresql() throws Exception {
        PostgresServer server = PostgresServer.shared();
        steals(server.address(server.newDatabase().getDatabaseName(), "postgres"));
    }

    private void steals(String address) throws Exception {
        try (FakeOpenAiServer server = FakeOpenAiServer.builder()
                .ledger(directory.resolve("ledger.jsonl"))
                .keepRequests(1_000_000)
                .start()) {
            server.on(Endpoint.CHAT_COMPLETIONS).always(Fault.none().after(ANSWERING));
            server.on(Endpoint.IMAGE_GENERATIONS).always(Fault.none().after(ANSWERING));
            int stolen = 0;
            int batch = 0;
            while (stolen < ROUNDS) {
                stolen += isStolen(address, arguments(address, server, batch++)) ? 1 : 0;
            }
            try (RunStore store = LeafletWorker.open(address)) {
                KillReport report = new KillEvidence(
                                events, server, Map.of("paused", stolen), batch * LeafletWorker.RUNS_AT_ONCE)
                        .judge(store);
                System.out.print(report.text("Paused owners"));
                assertThat(report.completed()).isEqualTo(report.runs());
                assertThat(report.lost()).as("accepted steps lost").isZero();
                assertThat(report.repeated()).as("accepted steps repeated").isZero();
                assertThat(report.extra()).as("extra paid calls").isBetween(0, report.mostExtra());
                assertThat(report.difference()).as("tokens between the books").isZero();
            }
        }
    }

    private List<String> arguments(String address, FakeOpenAiServer server, int batch) {
        return List.of(
                address,
                server.baseUrl().toString(),
                directory.resolve("images").toString(),
                String.valueOf(batch),
                LeafletWorker.NOWHERE);
    }

    /** One round; false when the first process was done before it was paused. */
    private boolean isStolen(String address, List<String> arguments) throws Exception {
        Path errors = directory.resolve("paused.log");
        try (ChildJvm first = ChildJvm.of(
                ProcessBuilder.Redirect.to(errors.toFile()), LeafletWorker.class, arguments.toArray(String[]::new))) {
            if (!isPausedAfter(1 + random.nextInt(MOST_EVENTS), first, address, arguments.get(3))) {
                return false;
            }
            WorkerLife second = WorkerLife.of(arguments, Integer.MAX_VALUE, directory.resolve("going-on.log"));
            events.addAll(second.events());
            assertThat(second.isDone()).isTrue();
            List<StoredRun> before = runs(address, arguments.get(3));
            first.goOn();
            first.lines();
            assertThat(first.exit()).as("what was paused finds out").isNotZero();
            assertThat(Files.readString(errors)).contains("NotRecorded").contains("RunLeasedException");
            requireSame(before, runs(address, arguments.get(3)));
        }
        return true;
    }

    /** Paused when it has told so many events, and holds no lock that others need. */
    private boolean isPausedAfter(int wanted, ChildJvm child, String address, String batch) throws Exception {
        List<String> told = new ArrayList<>();
        String line = "";
        while (told.size() < wanted && line != null) {
            line = child.line();
            if (line != null && WorkerEvents.isOne(line)) {
                told.add(line);
            }
        }
        child.pause();
        while (isLocked(address)) {
            child.goOn();
            child.pause();
        }
        child.printed().stream().filter(WorkerEvents::isOne).forEach(told::add);
        events.addAll(told);
        return told.stream().noneMatch(event -> event.startsWith(WorkerEvents.DONE)) && !haveEnded(address, batch);
    }

    /** Whoever is paused in the middle of a write to SQLite keeps all others from writing, whatever the leases say. */
    private static boolean isLocked(String address) throws SQLException {
        if (address.startsWith("jdbc:")) {
            return false;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + address);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 50");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
            return false;
        } catch (SQLException e) {
            return true;
        }
    }

    /** Whether nothing is left to be written by whoever wakes up. */
    private static boolean haveEnded(String address, String batch) throws IOException {
        try (RunStore store = LeafletWorker.open(address)) {
            return LeafletWorker.runs(batch).stream()
                    .allMatch(run -> store.find(run)
                            .filter(found -> found.phase().isEnded())
                            .isPresent());
        }
    }

    private static List<StoredRun> runs(String address, String batch) throws IOException {
        try (RunStore store = LeafletWorker.open(address)) {
            return LeafletWorker.runs(batch).stream()
                    .map(run -> store.load(run).orElseThrow())
                    .toList();
        }
    }

    /** All is as it was but for what the loser's calls took, which is in the books whoever went on. */
    private static void requireSame(List<StoredRun> before, List<StoredRun> after) {
        for (int i = 0; i < before.size(); i++) {
            StoredRun then = before.get(i);
            StoredRun now = after.get(i);
            assertThat(then.record().phase()).isEqualTo(RunPhase.COMPLETED);
            assertThat(now.record().nextSeq()).isEqualTo(then.record().nextSeq());
            assertThat(now.record().fence()).isEqualTo(then.record().fence());
            assertThat(now.steps()).isEqualTo(then.steps());
            assertThat(now.calls().stream().map(CallRecord::id).toList())
                    .isEqualTo(then.calls().stream().map(CallRecord::id).toList());
            for (int call = 0; call < then.calls().size(); call++) {
                CallRecord earlier = then.calls().get(call);
                assertThat(earlier.isOpen() ? earlier : now.calls().get(call)).isEqualTo(earlier);
            }
        }
    }
}
