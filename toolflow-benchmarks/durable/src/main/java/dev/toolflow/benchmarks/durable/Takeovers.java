package dev.toolflow.benchmarks.durable;

import dev.toolflow.RunOptions;
import dev.toolflow.RunWorker;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.benchmarks.contender.Row;
import dev.toolflow.jdbc.JdbcRunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from the kill (kill -9) of a process with a call under way until another makes that run's next call. Prints a
 * row for each.
 */
public final class Takeovers {
    private static final long PAUSE_NANOS = 20_000_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private Takeovers() {}

    /** {@code <directory> <rounds> <rounds with PostgreSQL>}. */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "takeover");
        for (int round = 0; round <= Integer.parseInt(arguments[1]); round++) {
            String file = "sqlite:" + directory.resolve("runs" + round + ".db");
            recovered("SQLite; recover() every 20 ms", file).print(round);
            newProcess("SQLite; a new process that begins after the kill", file).print(round);
        }
        int slow = Integer.parseInt(arguments[2]);
        if (slow > 0) {
            try (Server server = Server.start(Path.of(arguments[0]))) {
                String url = server.newDatabase("takeover");
                for (int round = 1; round <= slow; round++) {
                    recovered("PostgreSQL; lease 30 s; recover() every 20 ms", url)
                            .print(round);
                    byWorker("PostgreSQL; lease 30 s; another worker", url).print(round);
                }
            }
        }
    }

    private static Row recovered(String subject, String uri) throws IOException {
        GoingOn service = new GoingOn();
        try (JdbcRunStore store = JdbcRunStore.open(uri);
                ToolFlowEngine engine =
                        ToolFlowEngine.builder(service).store(store).build()) {
            long killed = Child.of(DyingProcess.class, uri, "run-" + System.nanoTime())
                    .killedInTheMiddle();
            while (!service.isCalled()) {
                if (engine.recover(List.of(Word.FLOW)).isEmpty()) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            return Row.once(subject, (service.firstCall() - killed) / NANOS_PER_MILLI);
        }
    }

    private static Row newProcess(String subject, String uri) throws IOException {
        long killed =
                Child.of(DyingProcess.class, uri, "run-" + System.nanoTime()).killedInTheMiddle();
        Child next = Child.of(NextProcess.class, uri);
        next.awaitLine();
        return Row.once(subject, (System.nanoTime() - killed) / NANOS_PER_MILLI);
    }

    private static Row byWorker(String subject, String uri) throws IOException {
        GoingOn service = new GoingOn();
        try (JdbcRunStore store = JdbcRunStore.open(uri);
                ToolFlowEngine engine =
                        ToolFlowEngine.builder(service).store(store).build()) {
            engine.submit(Word.FLOW, new Word("0"), RunOptions.defaults());
            Child dying = Child.of(DyingProcess.class, uri);
            dying.awaitLine();
            RunWorker worker = engine.worker(List.of(Word.FLOW), 1);
            long killed = dying.kill();
            Row row = Row.once(subject, (service.firstCall() - killed) / NANOS_PER_MILLI);
            worker.close();
            return row;
        }
    }
}
