package dev.toolflow.benchmarks.durable;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.benchmarks.contender.Crowd;
import dev.toolflow.jdbc.JdbcRunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** The same three steps kept by ToolFlow and by others, in turn: prints a row for each. */
public final class Others {
    private static final int[] AT_ONCE = {1, 100};

    private final String sqlite;
    private final String postgres;
    private final int flows;

    private Others(String sqlite, String postgres, int flows) {
        this.sqlite = sqlite;
        this.postgres = postgres;
        this.flows = flows;
    }

    /**
     * {@code <directory> <flows> <rounds> <class path of DBOS> <class path of Temporal>}: so many flows with 100 at once, a fifth of it
     * one by one; a round before is not counted.
     */
    public static void main(String[] arguments) throws IOException, SQLException {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "others");
        try (Server server = Server.start(directory);
                Child dbos =
                        Child.of(arguments[3], "dev.toolflow.benchmarks.dbos.DbosSteps", server.newDatabase("dbos"));
                Child temporal = Child.of(arguments[4], "dev.toolflow.benchmarks.temporal.TemporalSteps")) {
            Others others = new Others(
                    "sqlite:" + directory.resolve("runs.db"),
                    server.newDatabase("toolflow"),
                    Integer.parseInt(arguments[1]));
            for (int round = 0; round <= Integer.parseInt(arguments[2]); round++) {
                for (int atOnce : AT_ONCE) {
                    others.round(round, atOnce, dbos, temporal);
                }
            }
        }
    }

    private void round(int round, int atOnce, Child dbos, Child temporal) throws IOException {
        int some = atOnce == 1 ? flows / 5 : flows;
        kept("ToolFlow; SQLite", sqlite, round, new Crowd(some, atOnce));
        kept("ToolFlow; PostgreSQL", postgres, round, new Crowd(some, atOnce));
        kept(
                "ToolFlow; PostgreSQL; the session keeps statements",
                postgres + "&prepareThreshold=5",
                round,
                new Crowd(some, atOnce));
        System.out.println(dbos.ask(round + " " + some + " " + atOnce));
        System.out.println(temporal.ask(round + " " + some + " " + atOnce));
    }

    private static void kept(String subject, String uri, int round, Crowd crowd) {
        ToolFlow<Word, Word> flow = Word.flow("three-steps", 3);
        try (JdbcRunStore store = JdbcRunStore.open(uri);
                ToolFlowEngine engine =
                        ToolFlowEngine.builder(new Repeating()).store(store).build()) {
            crowd.measured(subject, word -> {
                        ToolFlowResult<Word> result = engine.run(flow, new Word(word));
                        return result.status() == RunStatus.COMPLETED
                                ? result.output().text()
                                : "" + result.error();
                    })
                    .print(round);
        }
    }
}
