package dev.toolflow.benchmarks.durable;

import dev.toolflow.jdbc.JdbcRunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** Steps that are kept in PostgreSQL, beside what the same server does for its own benchmark. Prints a row for each. */
public final class PostgresSteps {
    private static final int MANY = 100;
    private static final int SECONDS = 5;

    private final Server server;
    private final Pgbench pgbench;
    private final int flows;

    private PostgresSteps(Server server, int flows) {
        this.server = server;
        this.pgbench = new Pgbench(server.port(), "pgbench", SECONDS);
        this.flows = flows;
    }

    /** {@code <directory> <flows> <rounds>}: so many flows with 100 at once, a fifth of it one by one; a round before is not counted. */
    public static void main(String[] arguments) throws IOException, SQLException {
        try (Server server = Server.start(Path.of(arguments[0]))) {
            System.out.println("said,PostgreSQL " + server.version());
            boolean benched = Pgbench.isThere();
            PostgresSteps steps = new PostgresSteps(server, Integer.parseInt(arguments[1]));
            String url = server.newDatabase("pgbench");
            if (benched) {
                steps.pgbench.prepare();
            } else {
                System.out.println(
                        "said,there is no pgbench on this machine: only inserts through JDBC stand beside it");
            }
            for (int round = 0; round <= Integer.parseInt(arguments[2]); round++) {
                Inserts.measured(url, Duration.ofSeconds(SECONDS)).print(round);
                if (benched && round > 0) {
                    steps.pgbench.measure(round);
                }
                steps.round(round);
            }
        }
    }

    private void round(int round) throws SQLException {
        String url = server.newDatabase("round" + round);
        for (Load load : new Load[] {new Load(flows / 5, 1), new Load(flows, MANY)}) {
            load.on("steps without a store", null).print(round);
            try (JdbcRunStore store = JdbcRunStore.open(url)) {
                load.on("steps kept in PostgreSQL", store).print(round);
            }
            try (JdbcRunStore store = JdbcRunStore.open(url + "&prepareThreshold=5")) {
                load.on("the same; the session keeps statements", store).print(round);
            }
        }
    }
}
